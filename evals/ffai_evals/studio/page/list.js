// The queue: of thousands of rows only those that can be seen are on the page.
import { $, make } from "./dom.js";

const ROW = 56, AROUND = 6;
let rows = [], chosen = -1, pick = () => {}, mark = () => ["", ""], drawn = new Map(), due = 0;

export function setUp(onPick, markOf) {
  [pick, mark] = [onPick, markOf];
  $("list").addEventListener("scroll", later, { passive: true });
  new ResizeObserver(later).observe($("list"));
  $("list").addEventListener("click", (event) => { const row = event.target.closest(".row"); if (row) pick(Number(row.dataset.n)); });
}

export function fill(items, at) {
  rows = items;
  $("rows-space").style.height = `${rows.length * ROW}px`;
  for (const row of drawn.values()) row.remove();
  drawn = new Map();
  select(at, false);
  draw();
}

export function select(at, seen = true) {
  chosen = at;
  const list = $("list"), top = at * ROW;
  if (seen && at >= 0) {
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  }
  draw();
  if (at >= 0 && drawn.has(at)) list.setAttribute("aria-activedescendant", `row-${at}`); else list.removeAttribute("aria-activedescendant");
}

function later() { if (!due) due = requestAnimationFrame(() => { due = 0; draw(); }); }

function draw() {
  const list = $("list"), first = Math.max(0, Math.floor(list.scrollTop / ROW) - AROUND);
  const last = Math.min(rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + AROUND);
  for (const [n, row] of drawn) if (n < first || n >= last) { row.remove(); drawn.delete(n); }
  for (let n = first; n < last; n++) {
    if (!drawn.has(n)) { drawn.set(n, rowOf(n)); $("rows-space").append(drawn.get(n)); }
    drawn.get(n).setAttribute("aria-selected", String(n === chosen));
  }
}

function rowOf(n) {
  const item = rows[n], [sign, look, words] = mark(item), row = make("div", undefined, `row ${look} ${item.why === "disagreement" ? "apart" : ""}`);
  row.id = `row-${n}`; row.dataset.n = n; row.dataset.mark = sign;
  row.setAttribute("role", "option"); row.setAttribute("aria-setsize", rows.length); row.setAttribute("aria-posinset", n + 1);
  row.setAttribute("aria-label", `${item.request} (${words}${item.why === "disagreement" ? ", disagreement" : ""})`);
  row.style.transform = `translateY(${n * ROW}px)`;
  row.append(make("span", item.request || "(no text)"));
  return row;
}
