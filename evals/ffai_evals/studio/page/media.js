// Before and after, side by side; all players start, stop and jump together.
import { $, make, path, put } from "./dom.js";

const PLAYS = { mp4: "video", m4v: "video", mov: "video", mkv: "video", webm: "video", mp3: "audio", wav: "audio", flac: "audio", ogg: "audio", opus: "audio", m4a: "audio", aac: "audio" };
const SHOWS = new Set(["png", "jpg", "jpeg", "webp", "gif"]), FRAME = 1 / 25;
let players = [], leading = false;

export function show(id, tried) {
  players = [];
  const sides = [["Before", tried.before], ["After", tried.after]].map(([when, names]) => {
    const side = make("div");
    side.append(make("h4", when), ...names.map((name) => medium(id, when, name)));
    if (!names.length) side.append(make("p", when === "After" ? "nothing was made" : "no file was needed", "plain"));
    return side;
  });
  put("media", sides);
  for (const one of players) follow(one);
  $("transport").hidden = !players.length;
  $("position").value = 0;
}
export function clear() { players = []; put("media", []); $("transport").hidden = true; }

function medium(id, when, name) {
  const figure = make("figure"), kind = name.split(".").pop().toLowerCase(), plays = PLAYS[kind], source = path("media", id, name);
  if (plays) {
    const player = make(plays);
    player.preload = "auto"; player.controls = plays === "audio"; player.muted = when === "Before"; player.src = source;
    player.setAttribute("aria-label", `${when}: ${name}`);
    if (plays === "audio") figure.append(picture(path("still", id, name), `${when}: the waveform of ${name}`, "wave"));
    figure.append(player);
    players.push(player);
    player.addEventListener("error", () => { // this browser cannot play it: a still instead
      players = players.filter((other) => other !== player);
      $("transport").hidden = !players.length;
      if (plays === "video") player.replaceWith(picture(path("still", id, name), `${when}: a still of ${name}`)); else player.remove();
    });
  } else figure.append(picture(SHOWS.has(kind) ? source : path("still", id, name), `${when}: ${name}`));
  figure.append(make("figcaption", name));
  return figure;
}
function picture(source, words, look) { const image = make("img", undefined, look); image.alt = words; image.src = source; return image; }

function follow(one) {
  const others = () => players.filter((other) => other !== one);
  const lead = (act) => () => { if (leading) return; leading = true; act(); setTimeout(() => { leading = false; }, 60); };
  one.addEventListener("play", lead(() => others().forEach((other) => { at(other, one.currentTime); if (other.currentTime < other.duration) other.play().catch(() => {}); })));
  one.addEventListener("pause", lead(() => { if (!one.ended) others().forEach((other) => other.pause()); }));
  one.addEventListener("seeking", lead(() => others().forEach((other) => at(other, one.currentTime))));
  one.addEventListener("timeupdate", () => {
    const first = longest();
    if (one !== first) { if (!one.paused && Math.abs(one.currentTime - first.currentTime) > 0.25 && first.currentTime < one.duration) one.currentTime = first.currentTime; return; }
    $("position").max = first.duration || 1; $("position").value = first.currentTime;
    label();
  });
  for (const what of ["play", "pause", "ended"]) one.addEventListener(what, label);
}
function longest() { return players.reduce((a, b) => ((b.duration || 0) > (a.duration || 0) ? b : a), players[0]); }
function at(player, time) { player.currentTime = Math.min(time, player.duration || 0); }
function label() { $("play").firstChild.textContent = players.some((one) => !one.paused) ? "❚❚ Pause " : "▶ Play "; }

export function toggle() {
  if (!players.length) return;
  const first = longest();
  if (first.paused) { if (first.ended) at(first, 0); first.play().catch(() => {}); } else first.pause();
}
export function jump(time) { leading = true; players.forEach((one) => at(one, time)); setTimeout(() => { leading = false; }, 60); }
export function step(frames) { if (!players.length) return; const first = longest(); if (!first.paused) first.pause(); jump(Math.max(0, first.currentTime + frames * FRAME)); }
