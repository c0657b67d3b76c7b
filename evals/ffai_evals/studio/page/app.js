"use strict";
// Everything that comes from the project is put on the page as text, never as markup.
const $ = (id) => document.getElementById(id);
const WORDS = { pass_fail: [["1", "pass", 1], ["0", "fail", 0]], pass_fail_critical: [["1", "pass", 1], ["0", "fail", 0], ["c", "critical fail", -1]], five_star: [1, 2, 3, 4, 5].map((n) => [String(n), "★".repeat(n), n]) };
let queue = { items: [], kind: "pass_fail" }, at = 0, shown = null, stamp = "";

const make = (tag, text, className) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (className) e.className = className; return e; };
const put = (id, children) => $(id).replaceChildren(...children);
const path = (...parts) => parts.map(encodeURIComponent).join("/");
async function get(where) {
  const answer = await fetch(where);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}
const tell = (text) => { $("state").textContent = text; };

async function load() {
  const id = queue.items[at]?.id;
  const found = await get("api/items");
  if (queue.items.length) { // the order stays while somebody works through it
    const place = new Map(queue.items.map((item, n) => [item.id, n]));
    found.items.sort((a, b) => (place.get(a.id) ?? 1e9) - (place.get(b.id) ?? 1e9));
  }
  queue = found; stamp = found.stamp;
  at = Math.max(0, queue.items.findIndex((item) => item.id === id));
  document.title = `${queue.project} · ffai studio`;
  $("project").textContent = queue.project;
  $("score").textContent = queue.score;
  list();
}

function list() {
  const rated = queue.items.filter((item) => item.mine !== null).length;
  $("who").textContent = `${queue.rater}: ${rated} of ${queue.items.length} rated`;
  put("list", queue.items.map((item, n) => {
    const li = make("li"), button = make("button", (item.mine === null ? "" : "● ") + (item.why === "disagreement" ? "≠ " : "") + item.request, "run");
    button.type = "button"; button.setAttribute("aria-current", String(n === at));
    button.addEventListener("click", () => show(n));
    li.append(button); return li;
  }));
}

async function show(n) {
  if (!queue.items.length) { tell("this project has no runs yet"); return; }
  at = Math.min(Math.max(0, n), queue.items.length - 1);
  const id = queue.items[at].id;
  document.querySelectorAll("button.run").forEach((b, i) => b.setAttribute("aria-current", String(i === at)));
  document.querySelectorAll("button.run")[at].scrollIntoView({ block: "nearest" });
  const item = await get(path("api", "item", id));
  if (queue.items[at].id !== id) return;
  shown = item;
  $("request").textContent = item.request;
  $("command").textContent = item.command;
  put("rows", item.rows.flatMap((row) => [make("dt", row.part), make("dd", row.text)]));
  put("judges", item.judges.map((j) => make("li", `${j.judge}: ${JSON.stringify(j.scores)} ${Object.values(j.words ?? {}).join(" ")}`)));
  rating();
  put("media", []); put("evidence", []); $("class").textContent = "running it …";
  try {
    const tried = await get(path("api", "tried", id));
    if (queue.items[at].id !== id) return;
    $("class").textContent = [tried.class, tried.evidence].filter(Boolean).join(": ");
    put("evidence", tried.scores.map((s) => make("li", `${s.met ? "✓" : "✗"} ${s.name}: ${s.measured}${s.met ? "" : ` (wanted ${s.wanted})`}`, s.met ? "yes" : "no")));
    put("media", [["before", tried.before], ["after", tried.after]].flatMap(([when, names]) => names.map((name) => medium(id, when, name))));
    inStep();
  } catch (problem) { $("class").textContent = problem.message; }
}

function medium(id, when, name) {
  const figure = make("figure"), kind = name.split(".").pop().toLowerCase();
  const plays = { mp4: "video", m4v: "video", mov: "video", webm: "video", mp3: "audio", wav: "audio", flac: "audio", ogg: "audio", opus: "audio", m4a: "audio", aac: "audio" }[kind];
  if (plays !== "video") { const img = make("img"); img.alt = `${when}: a still of ${name}`; img.src = path("still", id, name); figure.append(img); }
  if (plays) { const player = make(plays); player.controls = true; player.preload = "metadata"; player.src = path("media", id, name); player.setAttribute("aria-label", `${when}: ${name}`); if (plays === "video") player.poster = path("still", id, name); figure.append(player); }
  figure.append(make("figcaption", `${when}: ${name}`));
  return figure;
}

function inStep() { // players start, stop and jump together
  const players = [...$("media").querySelectorAll("video, audio")];
  for (const one of players) for (const what of ["play", "pause", "seeked"]) one.addEventListener(what, () => {
    for (const other of players) if (other !== one) {
      if (Math.abs(other.currentTime - one.currentTime) > 0.3) other.currentTime = Math.min(one.currentTime, other.duration || 0);
      if (what === "play" && other.paused) other.play().catch(() => {});
      if (what === "pause" && !other.paused) other.pause();
    }
  });
}

function rating() {
  const key = `named::${queue.score}`, mine = shown.ratings.find((r) => r.rater === queue.rater);
  put("choices", (WORDS[queue.kind] ?? []).map(([sign, word, value]) => {
    const button = make("button", `${sign} ${word}`); button.type = "button";
    button.setAttribute("aria-pressed", String(mine?.ratings[key]?.value === value));
    button.addEventListener("click", () => rate(value));
    return button;
  }));
  if (document.activeElement !== $("note")) $("note").value = mine?.note ?? "";
  put("others", shown.ratings.filter((r) => r.ratings[key]).map((r) => make("li", `${r.rater}: ${r.ratings[key].value}${r.note ? ` (${r.note})` : ""}`)));
}

async function send(value) {
  const item = queue.items[at];
  const answer = await fetch("api/rate", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id: item.id, value, note: $("note").value }) });
  const said = await answer.json();
  if (!answer.ok) { tell(said.error); return false; }
  item.mine = value; stamp = said.stamp; tell(value === null ? "taken back" : "kept");
  shown.ratings = [...shown.ratings.filter((r) => r.rater !== queue.rater), said.rating];
  list(); rating();
  return true;
}
async function rate(value) { if (shown && await send(value) && value !== null) await show(at + 1); }

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === $("note")) { if (event.key === "Escape") $("item").focus(); return; }
  const choice = (WORDS[queue.kind] ?? []).find(([sign]) => sign === event.key);
  const act = choice ? () => rate(choice[2]) : { j: () => show(at + 1), k: () => show(at - 1), u: () => rate(null), n: () => $("note").focus() }[event.key];
  if (act) { event.preventDefault(); act(); }
});
$("note").addEventListener("change", () => { if (shown) send(queue.items[at].mine); });

async function watch() { // what git or another process changes shows up by itself
  try {
    const found = await get("api/stamp");
    if (found.stamp !== stamp) { const id = queue.items[at]?.id; await load(); if (id && queue.items[at]?.id === id) { shown = await get(path("api", "item", id)); rating(); } else await show(at); tell("changed elsewhere: read again"); }
  } catch (problem) { tell(`the studio does not answer: ${problem.message}`); }
  setTimeout(watch, 2000);
}
load().then(() => show(0)).then(watch, (problem) => tell(problem.message));
