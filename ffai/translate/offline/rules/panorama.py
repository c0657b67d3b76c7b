"""Views of pictures that were taken all around: projections of the v360 filter, where the view looks and how wide it is."""

import math

from ffai.translate.offline.edits import VideoFilter
from ffai.translate.offline.match import Match
from ffai.translate.offline.phrases import PHRASES

# what is seen in which direction: degrees of yaw and pitch
_LOOKS = {"ahead": (0, 0), "forward": (0, 0), "front": (0, 0), "straight": (0, 0), "left": (-90, 0), "right": (90, 0), "back": (180, 0), "behind": (180, 0), "backward": (180, 0), "backwards": (180, 0), "up": (0, 90), "upward": (0, 90), "down": (0, -90), "downward": (0, -90)}  # fmt: skip
_ALL_AROUND = frozenset(("equirectangular", "360", "spherical", "360-degree", "insta360", "fisheye", "dual-fisheye"))
_ABOUT = frozenset(
    "fov field view angle horizontal vertical yaw pitch roll tilt look looking pointing facing flat rectilinear perspective camera straight horizon wide degree degrees sees viewport projection little tiny 360 reframe".split()
)


def panorama(m: Match) -> VideoFilter | None:
    """The projection that is asked for, with the size, the angles and the direction said anywhere in the request."""
    words = {t.lemma for t in m.tokens}
    turned = any(t.kind == "degree" and t.value == 360 for t in m.tokens) or any(
        t.kind == "number" and t.value == 360 for t in m.tokens
    )
    if not (words & _ALL_AROUND or turned) or words & {"rotate", "spin"}:
        return None
    source = (
        "dfisheye"
        if "dual-fisheye" in words or {"dual", "fisheye"} <= words
        else "fisheye"
        if "fisheye" in words and words & {"from", "convert", "turn", "unwarp", "dewarp"}
        else "e"
    )
    target = (
        "c3x2"
        if "cubemap" in words
        else "sg"
        if words & {"planet", "stereographic"}
        else "e"
        if source != "e" and words & {"equirectangular", "360"}
        else "fisheye"
        if "fisheye" in words and source == "e"
        else "flat"
    )
    size = next(
        (
            p[0]
            for i in range(len(m.tokens))
            if m.tokens[i].kind in ("dim", "lines", "resolution_k") and (p := PHRASES["size"](m.tokens, i))
        ),
        None,
    )
    width, height = (None, None) if size is None else (size[0] or round(size[1] * 16 / 9 / 2) * 2, size[1])
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.kind in ("dim", "lines", "resolution_k") or t.value == 360 or t.lemma in _ABOUT | set(_LOOKS) | _ALL_AROUND
    )
    if target in ("c3x2", "e", "fisheye"):
        shape = f":w={width}:h={height}" if width else ""
        lens = (
            ":ih_fov=190:iv_fov=190"
            if source == "dfisheye"
            else ":ih_fov=180:iv_fov=180"
            if source == "fisheye"
            else ":h_fov=180:v_fov=180"
            if target == "fisheye"
            else ""
        )
        return VideoFilter(f"v360={source}:{target}{lens}{shape}", 15)
    yaw, pitch, across, up = _angles(m)
    if target == "sg":
        side = height or 1080
        return VideoFilter(f"v360={source}:sg:pitch=-90:h_fov={across or 270:g}:v_fov={across or 270:g}:w={side}:h={side}", 15)
    width, height = width or 1280, height or 720
    if across is None and up is not None:
        across = math.degrees(2 * math.atan(math.tan(math.radians(up) / 2) * width / height))
    across = across or 90.0
    up = up or math.degrees(2 * math.atan(math.tan(math.radians(across) / 2) * height / width))
    way = (f":yaw={yaw:g}" if yaw else "") + (f":pitch={pitch:g}" if pitch else "")
    return VideoFilter(f"v360={source}:flat:h_fov={across:g}:v_fov={up:.4g}{way}:w={width}:h={height}", 15)


def _angles(m: Match) -> tuple[float, float, float | None, float | None]:
    """Yaw, pitch, and how wide the view is across and up, in degrees."""
    yaw = pitch = 0.0
    across = up = None
    for i, token in enumerate(m.tokens):
        if token.kind not in ("degree", "number") or (token.value == 360 and token.kind == "degree"):
            continue
        near = {t.lemma or t.text for t in m.tokens[max(0, i - 3) : i + 4]}
        just = {t.lemma or t.text for t in m.tokens[max(0, i - 3) : i]}
        if just & {"yaw", "pan"} or token.kind == "degree" and near & {"left", "right"} and not near & {"fov", "field", "view"}:
            yaw = -abs(token.value) if "left" in near else token.value
        elif just & {"pitch", "tilt"} or token.kind == "degree" and near & {"up", "down"} and not near & {"fov", "field", "view"}:
            pitch = -abs(token.value) if "down" in near else token.value
        elif (
            token.kind == "degree"
            and near & {"fov", "field", "view", "angle", "wide", "horizontal", "vertical"}
            or just & {"fov", "h_fov", "v_fov"}
        ):
            if near & {"vertical", "v_fov"} and not just & {"horizontal"}:
                up = float(token.value)
            else:
                across = float(token.value)
        else:
            continue
        m.used_too.add(i)
    if not yaw and not pitch:
        for i, token in enumerate(m.tokens):
            if token.lemma in _LOOKS and {"look", "looking", "pointing", "facing", "view", "straight", "toward", "towards"} & {
                t.lemma for t in m.tokens[max(0, i - 4) : i]
            }:
                yaw, pitch = _LOOKS[token.lemma]
    return yaw, pitch, across, up
