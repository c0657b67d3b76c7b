"""Filters by what they do for people: a row is a filter with its values, and the ways to ask for it.

`{f}` is the file. A row's texts are in the grammar of `say`; where a value has no everyday name, the filter's own is said. Source of
the filters and their options: ffmpeg-filters.
"""

import random
from typing import NamedTuple

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import PARTS, Part, Weighted


class Effect(NamedTuple):
    filter: str
    do: tuple[str, ...]
    gripe: str = ""
    media: str = ""
    same: bool = True  # the picture can be held against the filter's own; false for what is random or changes the timing


PICTURE = (
    Effect("edgedetect", ("[show|draw] only the edges in {f}", "turn {f} into a line drawing with edge detection", "run edge detection on {f}")),
    Effect("negate", ("[invert|reverse] the colors of {f}", "make {f} look like a negative")),
    Effect("vignette", ("add a vignette to {f}", "darken the corners of {f} with a vignette")),
    Effect("hue=s=0", ("make {f} black and white", "[remove|take] the color [out of|from] {f}", "turn {f} into [greyscale|grayscale]"), "I want {f} without any color"),
    Effect("colorchannelmixer=.393:.769:.189:0:.349:.686:.168:0:.272:.534:.131", ("give {f} a sepia [tone|look]", "make {f} sepia")),
    Effect("noise=alls=20:allf=t+u", ("add film grain to {f}", "put [some|a bit of] grain on {f}"), same=False),
    Effect("curves=preset=vintage", ("give {f} a vintage look", "apply the vintage curves preset to {f}")),
    Effect("curves=preset=strong_contrast", ("apply the strong contrast curve to {f}", "use the curves preset strong_contrast on {f}")),
    Effect("curves=preset=lighter", ("lighten {f} with the lighter curves preset",)),
    Effect("curves=preset=cross_process", ("make {f} look cross processed", "give {f} a cross process look")),
    Effect("eq=brightness=0.1", ("make {f} [a bit|slightly|a little] brighter", "raise the brightness of {f} by 0.1"), "{f} is a [bit|little] too dark"),
    Effect("eq=brightness=-0.1", ("make {f} [a bit|slightly] darker", "lower the brightness of {f} by 0.1"), "{f} is a bit too bright"),
    Effect("eq=contrast=1.3", ("raise the contrast of {f} to 1.3", "give {f} [more|30% more] contrast"), "{f} looks flat, it needs more contrast"),
    Effect("eq=saturation=1.5", ("make the colors of {f} [stronger|more vivid]", "[raise|set] the saturation of {f} to 1.5"), "the colors of {f} are washed out", "muted"),
    Effect("eq=saturation=0.5", ("halve the saturation of {f}", "make the colors of {f} half as strong")),
    Effect("eq=gamma=1.4", ("set the gamma of {f} to 1.4", "raise gamma of {f} to 1.4")),
    Effect("hue=h=90", ("shift the hue of {f} by 90 degrees", "rotate the colors of {f} by 90 degrees")),
    Effect("colorbalance=rs=.3", ("push the shadows of {f} towards red", "add red to the shadows of {f}")),
    Effect("colorbalance=bh=.3", ("push the highlights of {f} towards blue", "make the highlights of {f} more blue")),
    Effect("colortemperature=temperature=4000", ("make {f} warmer, 4000 K", "set the color temperature of {f} to 4000 K"), "={f} looks too cold, 4000 K would be right"),
    Effect("colortemperature=temperature=9000", ("make {f} cooler, 9000 K", "set the color temperature of {f} to 9000 kelvin")),
    Effect("vibrance=intensity=0.5", ("raise the vibrance of {f} to 0.5", "add vibrance 0.5 to {f}")),
    Effect("exposure=exposure=0.5", ("raise the exposure of {f} by half a stop", "set exposure +0.5 on {f}")),
    Effect("colorize=hue=200:saturation=0.5", ("tint {f} blue with colorize, hue 200", "colorize {f} with hue 200 and saturation 0.5")),
    Effect("monochrome", ("convert {f} to monochrome with the monochrome filter", "apply the monochrome filter to {f}")),
    Effect("colorcontrast=rc=0.5", ("raise the red-cyan color contrast of {f} to 0.5",)),
    Effect("colorcorrect=rl=0.1", ("shift the red in the low tones of {f} by 0.1 with colorcorrect",)),
    Effect("selectivecolor=reds=0 0 0.5 0", ("add yellow to the reds of {f} with selectivecolor",)),
    Effect("huesaturation=saturation=0.4", ("use huesaturation to raise the saturation of {f} by 0.4",)),
    Effect("normalize", ("stretch the contrast of {f} to the full range", "auto level {f}", "fix the levels of {f} automatically")),
    Effect("histeq", ("equalize the histogram of {f}", "apply histogram equalization to {f}")),
    Effect("elbg=codebook_length=16", ("posterize {f} to 16 colors", "reduce {f} to 16 colors with elbg")),
    Effect("lutyuv=u=128:v=128", ("set both chroma planes of {f} to 128 with lutyuv",)),
    Effect("lutrgb=b=0", ("remove the blue channel [of|from] {f}", "set blue to zero in {f}")),
    Effect("pseudocolor=preset=heat", ("show {f} as a heat map", "apply the heat pseudocolor preset to {f}")),
    Effect("pseudocolor=preset=viridis", ("color {f} with the viridis palette", "apply pseudocolor viridis to {f}")),
    Effect("boxblur=5:1", ("blur {f} with a box blur of radius 5", "apply a box blur, radius 5, to {f}")),
    Effect("gblur=sigma=8", ("blur [the picture of|] {f} with sigma 8", "apply a gaussian blur of sigma 8 to {f}")),
    Effect("avgblur=sizeX=6", ("apply an average blur of size 6 to {f}",)),
    Effect("smartblur=lr=3", ("smooth {f} but keep the outlines, smartblur radius 3", "apply smartblur with radius 3 to {f}")),
    Effect("dblur=angle=45:radius=10", ("add a directional blur at 45 degrees to {f}", "blur {f} along 45 degrees, radius 10")),
    Effect("yaepblur", ("blur {f} while keeping the edges with yaepblur",)),
    Effect("bilateral=sigmaS=5:sigmaR=0.2", ("apply a bilateral filter to {f}, sigmaS 5, sigmaR 0.2",)),
    Effect("median=radius=2", ("apply a median filter of radius 2 to {f}",), "{f} is full of salt and pepper noise", "noisy"),
    Effect("unsharp=5:5:1.0", ("sharpen {f}", "make {f} [sharper|crisper]"), "={f} is [a bit|rather] soft, sharpen it"),
    Effect("cas=strength=0.6", ("sharpen {f} with contrast adaptive sharpening, strength 0.6", "apply cas 0.6 to {f}")),
    Effect("hqdn3d", ("[denoise|remove the noise from] {f}", "reduce the [grain|noise] in [the picture of|] {f}"), "{f} is [really|very] noisy, I filmed it at night", "noisy"),
    Effect("atadenoise", ("denoise {f} with atadenoise", "apply temporal denoising (atadenoise) to {f}"), "", "noisy"),
    Effect("vaguedenoiser", ("denoise {f} with wavelets (vaguedenoiser)", "apply vaguedenoiser to {f}"), "", "noisy"),
    Effect("removegrain=m0=1", ("apply removegrain mode 1 to {f}",), "", "noisy"),
    Effect("owdenoise", ("apply overcomplete wavelet denoising to {f}", "denoise {f} with owdenoise"), "", "noisy"),
    Effect("fftdnoiz=sigma=10", ("denoise {f} with fftdnoiz, sigma 10",), "", "noisy"),
    Effect("deband", ("remove [the|] banding from {f}", "deband {f}"), "there are ugly bands in the sky of {f}"),
    Effect("gradfun", ("smooth the gradients of {f} with gradfun",)),
    Effect("deblock", ("[reduce|remove] the blockiness of {f}", "deblock {f}"), "{f} looks blocky"),
    Effect("pp7", ("postprocess {f} with pp7",)),
    Effect("yadif", ("deinterlace {f}", "[get rid of|remove] the interlacing [lines|] in {f}"), "{f} has [those|] comb lines when something moves", "interlaced"),
    Effect("bwdif", ("deinterlace {f} with bwdif", "apply bwdif to {f}"), "", "interlaced", same=False),
    Effect("w3fdif", ("deinterlace {f} with w3fdif",), "", "interlaced", same=False),
    Effect("deflicker", ("remove the flicker from {f}", "deflicker {f}"), "my timelapse {f} flickers"),
    Effect("drawgrid=width=40:height=40:color=white@0.5", ("draw a white half transparent grid of 40 pixel squares over {f}", "overlay a 40x40 white grid on {f} at half opacity")),
    Effect("drawbox=x=20:y=20:w=80:h=50:color=red:t=3", ("draw a red box of 80x50 at 20,20 on {f}, 3 pixels thick", "put a red 80x50 rectangle at x 20, y 20 on {f}, line width 3")),
    Effect("drawbox=x=10:y=10:w=60:h=40:color=black:t=fill", ("cover the 60x40 area at 10,10 of {f} with black", "paint a filled black box of 60x40 at 10,10 over {f}")),
    Effect("delogo=x=10:y=10:w=40:h=30", ("remove the logo at 10,10 of size 40x30 from {f}", "hide the 40x30 logo at x 10, y 10 in {f} with delogo")),
    Effect("lenscorrection=k1=-0.2:k2=-0.02", ("correct the barrel distortion of {f} with k1 -0.2 and k2 -0.02", "apply lenscorrection k1=-0.2 k2=-0.02 to {f}")),
    Effect("perspective=x0=20:y0=10", ("move the top left corner of {f} to 20,10 with perspective",)),
    Effect("shear=shx=0.2", ("shear {f} horizontally by 0.2",)),
    Effect("swapuv", ("swap the U and V planes of {f}",)),
    Effect("shuffleplanes=0:2:1:3", ("swap planes 1 and 2 of {f} with shuffleplanes",)),
    Effect("rgbashift=rh=8", ("shift the red channel of {f} by 8 pixels to the right", "add a red channel shift of 8 pixels to {f}")),
    Effect("chromashift=cbh=6", ("shift the Cb plane of {f} by 6 pixels horizontally", "apply chromashift with cbh 6 to {f}")),
    Effect("lagfun=decay=0.9", ("leave light trails in {f}, decay 0.9", "apply lagfun with decay 0.9 to {f}")),
    Effect("tmix=frames=5", ("blend 5 frames of {f} together", "add motion trails to {f} by mixing 5 frames")),
    Effect("tblend=all_mode=difference", ("show the difference between frames in {f}", "blend each frame of {f} with the one before it, difference mode")),
    Effect("random=frames=10", ("shuffle the frames of {f} within a buffer of 10", "randomize frame order of {f}, buffer 10"), same=False),
    Effect("erosion", ("apply erosion to {f}",)),
    Effect("dilation", ("apply dilation to {f}",)),
    Effect("sobel", ("apply the sobel operator to {f}", "run a sobel filter over {f}")),
    Effect("prewitt", ("apply the prewitt operator to {f}",)),
    Effect("roberts", ("apply the roberts cross operator to {f}",)),
    Effect("kirsch", ("apply the kirsch operator to {f}",)),
    Effect("convolution=-2 -1 0 -1 1 1 0 1 2:-2 -1 0 -1 1 1 0 1 2:-2 -1 0 -1 1 1 0 1 2", ("emboss {f}", "give {f} an emboss effect")),
    Effect("epx=2", ("upscale {f} 2x with epx",)),
    Effect("xbr=2", ("upscale {f} 2x with xbr", "enlarge my pixel art video {f} two times with xbr"), "", "128x72", same=False),
    Effect("hqx=2", ("upscale {f} 2x with hqx",), "", "128x72", same=False),
    Effect("super2xsai", ("scale {f} up with super2xsai",), "", "128x72", same=False),
    Effect("pixelize=w=12:h=12", ("pixelate {f} with blocks of 12 pixels", "turn {f} into 12x12 pixel blocks")),
    Effect("limiter=min=16:max=200", ("limit the pixel values of {f} to between 16 and 200",)),
    Effect("vectorscope", ("show a vectorscope of {f}",), same=False),
    Effect("waveform", ("show the waveform monitor of [the picture of|] {f}", "make a luma waveform scope video from {f}"), same=False),
    Effect("histogram", ("show the histogram of {f} as a video",), same=False),
    Effect("oscilloscope", ("draw an oscilloscope over {f}", "overlay the oscilloscope filter on {f}"), same=False),
    Effect("framestep=3", ("keep only every third frame of {f}", "drop all but every 3rd frame of {f}"), same=False),
    Effect("setsar=1", ("set the pixel aspect of {f} to 1:1", "make the pixels of {f} square (SAR 1)")),
    Effect("stereo3d=sbsl:ml", ("take the left eye of the side by side 3D video {f}",), same=False),
    Effect("v360=e:flat", ("turn the 360 degree video {f} (equirectangular) into a flat view", "make a flat view from the equirectangular 360 video {f}"), same=False),
    Effect("mpdecimate", ("drop the duplicate frames of {f}", "remove frames of {f} that don't change"), "", "still", same=False),
    Effect("zoompan=z=1.5:d=1:s=192x108", ("zoom into {f} 1.5 times at 192x108 with zoompan",), same=False),
    Effect("scroll=horizontal=0.01", ("scroll the picture of {f} horizontally at 0.01 per frame", "let {f} scroll sideways by 0.01 a frame"), same=False),
    Effect("rotate=PI/6", ("tilt {f} by 30 degrees [clockwise|]", "rotate {f} by 30 degrees")),
    Effect("photosensitivity", ("reduce the flashing in {f} for photosensitive viewers",), same=False),
    Effect("cropdetect", ("run cropdetect over {f}",), same=False),
    Effect("fillborders=left=8:right=8:mode=mirror", ("fill 8 pixels at the left and right edge of {f} by mirroring", "mirror 8 px borders on the left and right of {f}")),
    Effect("dctdnoiz=4.5", ("denoise {f} with dctdnoiz, sigma 4.5",), "", "96x64 dur=1 noisy", same=False),
    Effect("nlmeans=s=3:r=7", ("denoise {f} with non-local means, strength 3", "apply nlmeans strength 3 to {f}, research size 7"), "", "96x64 dur=1 noisy", same=False),
)  # fmt: skip

SOUND = (
    Effect("bass=g=6", ("boost the bass of {f} by {6dB}", "give {f} {6dB} more bass"), "={f} sounds thin, it needs {6dB} more bass"),
    Effect("treble=g=5", ("boost the treble of {f} by {5dB}", "give {f} {5dB} more treble"), "={f} sounds dull, it needs {5dB} more treble"),
    Effect("highpass=f=100", ("[cut|remove] everything below 100 Hz [in|from] {f}", "apply a high pass at 100 Hz to {f}"), "there is a low rumble in {f}"),
    Effect("lowpass=f=3000", ("[cut|remove] everything above {3kHz} [in|from] {f}", "apply a low pass filter at 3000 Hz to {f}")),
    Effect("bandpass=f=1000:width_type=h:w=400", ("keep only the band around {1kHz} in {f}, 400 Hz wide", "bandpass {f} at 1000 Hz, width 400 Hz")),
    Effect("bandreject=f=50:width_type=h:w=10", ("remove the 50 Hz hum from {f}", "notch out 50 Hz in {f}"), "{f} hums at 50 Hz"),
    Effect("equalizer=f=1000:width_type=o:width=1:g=-4", ("lower {1kHz} by {4dB} in {f}, one octave wide", "cut {4dB} at 1000 Hz in {f} with an equalizer, width one octave")),
    Effect("aecho=0.8:0.88:120:0.4", ("add an echo [of|after] 120 ms to {f}", "put an echo on {f}, 120 ms delay, decay 0.4")),
    Effect("chorus=0.5:0.9:50|60|40:0.4|0.32|0.3:0.25|0.4|0.3:2|2.3|1.3", ("add a chorus effect to {f}", "give {f} a chorus")),
    Effect("flanger", ("add a flanger to {f}", "run {f} through a flanger")),
    Effect("aphaser", ("add a phaser to {f}", "apply a phaser effect to {f}")),
    Effect("tremolo=f=6:d=0.7", ("add a tremolo of 6 Hz to {f}, depth 0.7",)),
    Effect("vibrato=f=6", ("add a vibrato of 6 Hz to {f}",)),
    Effect("apulsator=hz=1", ("pan {f} left and right once a second", "make the sound of {f} swing between left and right, 1 Hz")),
    Effect("acompressor=threshold=-20dB:ratio=4:attack=5:release=200", ("compress the dynamics of {f}, threshold -20 dB, ratio 4, attack 5 ms, release 200 ms",)),
    Effect("alimiter=limit=0.8", ("limit the peaks of {f} to 0.8", "put a limiter at 0.8 on {f}"), "{f} has some nasty peaks"),
    Effect("agate=threshold=0.02", ("put a noise gate on {f}, threshold 0.02",)),
    Effect("deesser", ("de-ess {f}", "soften the s sounds in {f}"), "the s sounds in {f} are piercing"),
    Effect("afftdn", ("[denoise|clean up] the sound of {f}", "remove the [background noise|hiss] from {f}"), "{f} has a constant hiss"),
    Effect("anlmdn", ("denoise the sound of {f} with non-local means", "apply anlmdn to {f}")),
    Effect("adeclick", ("remove the clicks from {f}", "declick {f}"), "{f} crackles like an old record"),
    Effect("adeclip", ("repair the clipping in {f}", "declip {f}"), "{f} was recorded too hot and is clipped", "loud"),
    Effect("dynaudnorm", ("even out the [loudness|volume] of {f}", "make quiet and loud parts of {f} equally loud"), "some people in {f} are loud and others I can hardly hear"),
    Effect("speechnorm", ("normalize the speech in {f}", "even out the speech of {f} with speechnorm")),
    Effect("compand", ("run {f} through compand with its default values",)),
    Effect("extrastereo", ("widen the stereo of {f}", "make the stereo image of {f} wider with extrastereo")),
    Effect("stereowiden", ("apply stereowiden to {f}",)),
    Effect("crossfeed", ("add headphone crossfeed to {f}", "make {f} nicer to hear on headphones with crossfeed")),
    Effect("haas", ("apply the haas effect to {f}",)),
    Effect("earwax", ("apply the earwax filter to {f} for headphones",)),
    Effect("pan=stereo|c0=c1|c1=c0", ("swap the left and right channel of {f}",), "left and right are swapped in {f}"),
    Effect("pan=mono|c0=c0", ("keep only the left channel of {f} as mono", "make {f} mono from its left channel")),
    Effect("aphaseshift=shift=0.3", ("shift the phase of the audio of {f} by 0.3",)),
    Effect("asubboost", ("boost the sub bass of {f}", "apply asubboost to {f}")),
    Effect("asubcut=cutoff=30", ("cut everything under 30 Hz from {f} with asubcut",)),
    Effect("asupercut=cutoff=15000", ("cut everything over {15kHz} from {f} with asupercut",)),
    Effect("aexciter", ("add an exciter to {f}", "brighten {f} with an exciter")),
    Effect("acrusher=bits=6:mode=log:mix=0.8", ("bit crush {f} to 6 bits", "make {f} sound lo-fi with acrusher, 6 bits")),
    Effect("acontrast=contrast=50", ("raise the audio contrast of {f} to 50",)),
    Effect("aemphasis=mode=reproduction", ("undo the emphasis in {f} for reproduction", "apply aemphasis to {f} in reproduction mode")),
    Effect("asoftclip", ("soft clip {f}", "apply soft clipping to the audio of {f}")),
    Effect("adynamicsmooth", ("apply adynamicsmooth to {f}",)),
    Effect("virtualbass", ("add virtual bass to {f}",)),
    Effect("dcshift=shift=0.05", ("shift the DC offset of {f} by 0.05",)),
    Effect("adelay=delays=500:all=1", ("delay the sound of {f} by half a second", "put 500 ms of silence before {f}")),
    Effect("apad=pad_dur=1", ("add a second of silence at the end of {f}", "pad {f} with one second of silence at the end"), same=False),
    Effect("aphaser=type=t:speed=1", ("put a triangular phaser with speed 1 on {f}",)),
    Effect("firequalizer=gain_entry='entry(0,0);entry(250,6);entry(1000,0)'", ("raise 250 Hz in {f} by {6dB} with firequalizer, flat at 0 and 1000 Hz",)),
    Effect("superequalizer=1b=2", ("double the lowest band of {f} with superequalizer",)),
    Effect("highshelf=f=8000:g=-4", ("lower everything from {8kHz} up by {4dB} in {f} with a high shelf",)),
    Effect("lowshelf=f=150:g=4", ("raise everything below 150 Hz by {4dB} in {f} with a low shelf",)),
    Effect("allpass=f=500", ("apply an all-pass filter at 500 Hz to {f}",)),
    Effect("afreqshift=shift=100", ("shift all frequencies of {f} up by 100 Hz",)),
    Effect("compensationdelay=mm=100", ("delay {f} by the time that sound takes for 100 mm, with compensationdelay",)),
    Effect("silenceremove=start_periods=1:start_threshold=-45dB", ("remove the silence at the start of {f}", "cut the silent beginning off {f}"), "{f} starts with nothing but silence", "dur=6 silent=0-1.5", same=False),
)  # fmt: skip


def _maker(effect: Effect, kind: str) -> Weighted:
    picture = kind == "video"

    def make(rng: random.Random) -> Part:
        edit: e.Edit = e.VideoFilter(effect.filter) if picture else e.AudioFilter(effect.filter)
        words = f"{effect.media} dur=3" if "dur=" not in effect.media else effect.media
        size = "" if "x" in effect.media or not picture else "192x108 "
        expect = (
            {"like": {"filter": effect.filter, "min": 20.0}}
            if picture and effect.same
            else {}
            if picture
            else {"has": {"audio": True}}
        )
        return Part(
            "effect" if picture else "sound-effect", (edit,), effect.do, (), (effect.gripe,) if effect.gripe else (), size + words.strip(), expect,
            source=("mp4", "mov", "mkv") if picture else ("wav", "flac", "mp3", "m4a", "ogg"), group="effect" if picture else "sound-effect",
        )  # fmt: skip

    return Weighted(0.8 if effect.gripe or len(effect.do) > 1 else 0.25, make)  # what has one way to say it is rarely asked for


PARTS.extend(_maker(effect, "video") for effect in PICTURE)
PARTS.extend(_maker(effect, "audio") for effect in SOUND)
