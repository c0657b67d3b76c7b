// What people asked for on this machine, to be taken into the project or dropped.
import { $, get, make, post, tell } from "./dom.js";

const HOW = { ran: "it was run", edited: "its command was edited", refined: "it was said otherwise until it was right", undone: "it was run and taken back", refused: "it was refused" };
let queue = [], deciding = false;

export async function show() {
  queue = (await get("api/candidates")).candidates;
  draw();
  $("candidates").focus();
}

function draw() {
  const place = $("candidates"), one = queue[0];
  if (!one) { place.replaceChildren(make("p", "Nothing to decide on. What you ask ffai for on this machine becomes a candidate once it was run, edited, refused or undone.", "plain")); return; }
  const part = make("section");
  part.setAttribute("aria-label", "A candidate");
  part.append(make("h2", `${queue.length} to decide on`), make("p", `${HOW[one.how] ?? one.how}${one.hidden.length ? `; put in place of names: ${one.hidden.join(", ")}` : ""}`, "plain"));
  part.append(...field("request", "Request", one.request, 2, ""), ...field("answer", one.said ? `Answer (${one.said})` : "Right answer", (one.repaired.length ? one.repaired : one.answer).join("\n"), 4, "code"));
  if (one.repaired.length) part.append(make("p", "It was first answered:", "plain"), make("pre", one.answer.join("\n")));
  const line = make("div", undefined, "line");
  line.append(button("Take ", "a", () => decide(true)), button("Drop ", "d", () => decide(false)), button("Later ", "l", later));
  part.append(line);
  place.replaceChildren(part);
}
function field(id, words, text, rows, look) {
  const label = make("label", words), box = make("textarea", undefined, look);
  box.id = `candidate-${id}`; box.value = text; box.rows = rows; label.htmlFor = box.id;
  return [label, box];
}
function button(words, key, act) { const made = make("button", words); made.type = "button"; made.append(make("kbd", key)); made.addEventListener("click", act); return made; }

async function decide(take) {
  const one = queue[0];
  if (!one || deciding) return;
  deciding = true;
  try {
    await post("api/decide", { id: one.id, take, request: $("candidate-request").value, answer: $("candidate-answer").value });
    queue.shift(); draw(); tell(take ? "taken into the project" : "dropped"); $("candidates").focus();
  } catch (problem) { tell(problem.message); }
  deciding = false;
}
function later() { if (queue.length) { queue.push(queue.shift()); draw(); $("candidates").focus(); } }

export const keys = { a: () => decide(true), d: () => decide(false), l: later };
