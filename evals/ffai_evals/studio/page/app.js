// The studio: one queue, one run at a time, everything by keys.
import { $, get, make, path, post, put, tell } from "./dom.js";
import * as candidates from "./candidates.js";
import * as figures from "./figures.js";
import * as list from "./list.js";
import * as media from "./media.js";

const CHOICES = {
  pass_fail: [["1", "pass", 1], ["0", "fail", 0]],
  pass_fail_critical: [["1", "pass", 1], ["0", "fail", 0], ["c", "critical", -1]],
  five_star: [1, 2, 3, 4, 5].map((n) => [String(n), "★".repeat(n), n]),
};
const RANK = {
  disagreement: (item) => ["disagreement", "new", "rated"].indexOf(item.why), unsure: (item) => -item.unsure, new: (item) => (item.mine === null ? 0 : 1), plain: () => 0,
};
let queue = null, items = [], at = -1, shown = null, stamp = "", done = [], sending = Promise.resolve(), noted = { id: null, text: "" };
const rater = () => $("rater").value, key = () => queue.score.key, kind = () => queue.score.kind;
const current = () => items[at];

async function load(keepOrder = true) {
  queue = await get("api/items", { rater: rater(), score: $("score").value });
  const id = current()?.id, place = new Map(items.map((item, n) => [item.id, n])); // as they are now: meanwhile somebody went on
  stamp = queue.stamp;
  $("project").textContent = queue.project; document.title = `${queue.project} · ffai studio`;
  options("rater", [...queue.raters.map((name) => [name, name]), ["+", "someone else …"]], queue.rater);
  options("score", queue.scores.map((one) => [one.key, one.eval && one.eval !== one.name ? `${one.eval}: ${one.name}` : one.name]), key());
  $("score-choice").hidden = queue.scores.length < 2; $("score-name").textContent = queue.score.name;
  arrange(keepOrder ? place : null, id);
}
function options(id, pairs, chosen) { put(id, pairs.map(([value, text]) => { const option = make("option", text); option.value = value; return option; })); $(id).value = chosen; }

function arrange(place, id) { // while somebody works through it, the order stays
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean), rank = RANK[$("order").value];
  items = queue.items.filter((item) => words.every((word) => item.request.toLowerCase().includes(word)));
  const by = new Map(items.map((item) => [item.id, place ? place.get(item.id) ?? 1e9 : rank(item)]));
  items.sort((a, b) => by.get(a.id) - by.get(b.id));
  at = items.length ? Math.max(0, items.findIndex((item) => item.id === id)) : -1;
  list.fill(items, at);
  count();
}
function count() {
  const rated = queue.items.filter((item) => item.mine !== null).length;
  $("told").textContent = `${rated} of ${queue.items.length} rated`;
  $("bar").max = queue.items.length || 1; $("bar").value = rated;
}
function mark(item) {
  if (item.mine === null) return ["", "", "not rated"];
  const choice = (CHOICES[kind()] ?? []).find(([, , value]) => value === item.mine);
  if (kind() === "five_star") return [String(item.mine), "", `${item.mine} stars`];
  return [item.mine > 0 ? "✓" : "✗", item.mine > 0 ? "pass" : "fail", choice?.[1] ?? String(item.mine)];
}

async function show(n) {
  $("rate").classList.remove("listing");
  if (!items.length) { $("request").textContent = queue.items.length ? "No request has these words." : "This project has no runs yet."; $("rating").hidden = true; return; }
  $("rating").hidden = false;
  if (n >= items.length) tell("that was the last one");
  at = Math.min(Math.max(0, n), items.length - 1);
  list.select(at);
  const id = current().id, item = await get(path("api", "item", id));
  if (current()?.id !== id) return;
  shown = item;
  $("request").textContent = item.request; $("content").scrollTop = 0;
  $("why").textContent = current().why === "disagreement" ? "Raters or judges disagree here" : current().unsure > 0.5 ? "The judges are unsure here" : "";
  $("command").textContent = item.command || "(no command)";
  put("rows", item.rows.flatMap((row) => [make("dt", row.part), make("dd", row.text)]));
  put("judges", item.judges.map((j) => make("li", `${j.judge}: ${Object.entries(j.scores ?? {}).map(([name, value]) => `${name} ${value}`).join(", ")} ${Object.values(j.words ?? {}).join(" ")}`)));
  rating();
  media.clear(); put("evidence", []); $("class").textContent = "running it on media made for it …"; $("class").className = "";
  try {
    const tried = await get(path("api", "tried", id));
    if (current()?.id !== id) return;
    $("class").textContent = [tried.class.replaceAll("_", " "), tried.evidence].filter(Boolean).join(": "); $("class").className = tried.class === "right" ? "yes" : "no";
    put("evidence", tried.scores.map((s) => make("li", `${s.met ? "✓" : "✗"} ${s.name}: ${s.measured}${s.met ? "" : ` (wanted ${s.wanted})`}`, s.met ? "yes" : "no")));
    media.show(id, tried);
  } catch (problem) { if (current()?.id === id) $("class").textContent = problem.message; }
}

function rating() {
  const same = (name) => name.trim().toLowerCase() === rater().trim().toLowerCase(), mine = shown.ratings.find((r) => same(r.rater));
  const value = mine?.ratings[key()]?.value ?? null, others = shown.ratings.filter((r) => !same(r.rater) && r.ratings[key()]);
  put("choices", (CHOICES[kind()] ?? []).map(([sign, word, worth]) => {
    const button = make("button", `${word} `, kind() === "five_star" ? "" : worth > 0 ? "pass" : "fail");
    button.type = "button"; button.append(make("kbd", sign)); button.setAttribute("aria-pressed", String(value === worth));
    button.addEventListener("click", () => rate(worth));
    return button;
  }));
  if (noted.id !== shown.id || $("note").value === noted.text) { // else it is being written
    noted = { id: shown.id, text: mine?.note ?? "" };
    $("note").value = noted.text;
  }
  $("undo").disabled = !done.length;
  $("judged").hidden = value === null || !shown.judges.length; // what others think is shown to those who have made up their mind
  put("others", value === null && others.length ? [make("li", `${others.length} ${others.length === 1 ? "other has" : "others have"} rated this; shown once you have`)]
    : others.map((r) => make("li", `${r.rater}: ${(CHOICES[kind()] ?? []).find(([, , worth]) => worth === r.ratings[key()].value)?.[1] ?? r.ratings[key()].value}${r.note ? ` (${r.note})` : ""}`)));
}

async function send(item, value, note) {
  const body = { id: item.id, value, note, rater: rater(), score: key() }, kept = sending.then(() => post("api/rate", body)); // one after the other
  sending = kept.then((said) => { stamp = said.stamp; }, () => {});
  const said = await kept;
  if (noted.id === item.id) noted.text = note;
  Object.assign(queue.items.find((one) => one.id === item.id) ?? item, said.row);
  if (shown?.id === item.id && rater() === body.rater) { shown.ratings = [...shown.ratings.filter((r) => r.rater !== said.rating.rater), said.rating]; rating(); }
  list.fill(items, at); count();
}
function before(item) {
  const mine = shown.ratings.find((r) => r.rater.trim().toLowerCase() === rater().trim().toLowerCase());
  return { id: item.id, value: mine?.ratings[key()]?.value ?? null, note: mine?.note ?? "" };
}
async function rate(value) {
  const item = current();
  if (!item || shown?.id !== item.id) return;
  const was = before(item);
  try { await send(item, value, $("note").value); } catch (problem) { tell(problem.message); return; }
  done.push(was);
  $("item").focus(); // so that the note of the next one is not the note of this one
  await show(at + 1);
  rating();
}
async function undo() {
  const was = done.pop();
  if (!was) { tell("nothing to undo"); return; }
  let n = items.findIndex((item) => item.id === was.id);
  if (n < 0) { $("search").value = ""; arrange(null, was.id); n = at; }
  await show(n);
  try { $("note").value = noted.text = was.note; await send(items[n], was.value, was.note); tell("undone"); } catch (problem) { done.push(was); tell(problem.message); }
}
async function keepNote() {
  const item = current();
  if (!item || shown?.id !== item.id || before(item).note === $("note").value) return;
  const was = before(item);
  try { await send(item, item.mine, $("note").value); done.push(was); rating(); tell("note kept"); } catch (problem) { tell(problem.message); }
}

function view(name) {
  for (const each of ["rate", "figures", "candidates"]) { $(each).hidden = each !== name; $(`to-${each}`).setAttribute("aria-pressed", String(each === name)); }
  if (name === "rate") { $("item").focus(); return; }
  $(name).focus();
  (name === "figures" ? figures : candidates).show().catch((problem) => tell(problem.message));
}
const KEYS = [
  ["j ↓", "next", () => show(at + 1), ["j", "ArrowDown"]], ["k ↑", "previous", () => show(at - 1), ["k", "ArrowUp"]], ["n", "write a note; Esc goes back", () => $("note").focus(), ["n"]],
  ["u", "undo the last rating or note", undo, ["u"]], ["x", "take my rating back", () => rate(null), ["x"]], ["space", "play or pause all", media.toggle, [" "]],
  [", .", "one frame back, one on", () => {}, []], ["", "", () => media.step(-1), [","]], ["", "", () => media.step(1), ["."]],
  ["c", "candidates: a takes one, d drops it, l puts it off", () => view("candidates"), ["c"]],
  ["/", "search", () => $("search").focus(), ["/"]], ["f r", "figures, rating", () => {}, []], ["", "", () => view("figures"), ["f"]], ["", "", () => view("rate"), ["r"]], ["?", "these keys", () => $("keys").showModal(), ["?"]],
];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
  const on = event.target;
  if (on.matches("input:not([type=range]), textarea")) { if (event.key === "Escape" || (event.key === "Enter" && on.matches("input"))) { event.preventDefault(); ($("candidates").hidden ? $("item") : $("candidates")).focus(); } return; }
  if (on.matches("select") && event.key === "Escape") { $("item").focus(); return; }
  if (on.matches("select") || (on.matches("button") && (event.key === " " || event.key === "Enter")) || (on.matches("input[type=range]") && event.key.startsWith("Arrow"))) return;
  const choice = $("rate").hidden ? null : (CHOICES[kind()] ?? []).find(([sign]) => sign === event.key);
  const own = $("candidates").hidden ? null : candidates.keys[event.key];
  const act = choice ? () => rate(choice[2]) : own ?? KEYS.find(([, , , keys]) => keys.includes(event.key))?.[2];
  if (act && !(event.key.startsWith("Arrow") && on === $("content"))) { event.preventDefault(); act(); }
});

async function changed(mark) { // what git or another process changes shows up by itself
  await sending; // what was kept here is not news
  if (mark === stamp) return;
  await load();
  const id = current()?.id;
  if (!id || shown?.id !== id) await show(at);
  else {
    const item = await get(path("api", "item", id));
    if (current()?.id === id) { shown = item; rating(); }
  }
  if (!$("figures").hidden) await figures.show();
  tell("changed elsewhere: read again");
}
function watch() {
  const source = new EventSource("api/changes");
  source.addEventListener("message", (event) => changed(event.data).catch((problem) => tell(problem.message)));
  source.addEventListener("error", () => tell("the studio does not answer: is it still running?"));
}

list.setUp(show, mark);
for (const [words, text] of KEYS) if (words) $("key-list").append(make("dt", words), make("dd", text));
$("undo").addEventListener("click", undo); $("note").addEventListener("change", keepNote); $("help").addEventListener("click", () => $("keys").showModal());
$("back").addEventListener("click", () => { $("rate").classList.add("listing"); list.select(at); $("list").focus(); });
$("play").addEventListener("click", media.toggle); $("step-back").addEventListener("click", () => media.step(-1)); $("step-on").addEventListener("click", () => media.step(1));
$("position").addEventListener("input", () => media.jump(Number($("position").value)));
$("to-rate").addEventListener("click", () => view("rate")); $("to-figures").addEventListener("click", () => view("figures")); $("to-candidates").addEventListener("click", () => view("candidates"));
$("search").addEventListener("input", () => { arrange(null, current()?.id); if (shown?.id !== current()?.id) show(at); });
$("order").addEventListener("change", () => { arrange(null); show(0); });
const anew = () => { done = []; shown = null; noted.id = null; put("choices", []); };
$("score").addEventListener("change", async () => { anew(); await load(false); show(0); });
$("rater").addEventListener("change", async () => {
  if (rater() === "+") { const name = prompt("Who rates?")?.trim(); if (name) { const option = make("option", name); option.value = name; $("rater").prepend(option); } $("rater").value = name || queue.rater; }
  anew();
  try { await load(false); await show(0); } catch (problem) { tell(problem.message); $("rater").value = queue.rater; }
});
load(false).then(() => show(0)).then(watch, (problem) => tell(problem.message));
