// Run configs by evals, and judges beside people, as pictures.
import { $, get, make, svg } from "./dom.js";

const percent = (share) => (share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`);
const short = (value) => (value === null || value === undefined ? "–" : value.toFixed(2));

export async function show() {
  const place = $("figures");
  place.replaceChildren(make("p", "counting …", "plain"));
  const board = await get("api/figures");
  place.replaceChildren(matrix(board), ...Object.entries(board.alignment).map(([name, found]) => judges(name, found)));
}

function section(title) { const part = make("section"); part.append(make("h2", title)); part.setAttribute("aria-label", title); return part; }

function matrix(board) {
  const part = section("Run configs by evals");
  if (!board.cells.length) { part.append(make("p", "No run config has been scored in this project yet: ffai eval rate --config NAME, or ffai eval run.", "plain")); return part; }
  const cells = new Map(board.cells.map((cell) => [`${cell.run_config} ${cell.eval}`, cell]));
  const table = make("table"), head = table.createTHead().insertRow(), body = table.createTBody();
  const title = (text, scope) => { const cell = make("th", text); cell.scope = scope; return cell; };
  head.append(title("Run config", "col"), ...board.evals.map((e) => title(e.eval === e.score ? e.eval : `${e.eval}: ${e.score}`, "col")));
  for (const config of board.run_configs) {
    const row = body.insertRow();
    row.append(title(config.name, "row"));
    for (const column of board.evals) {
      const cell = cells.get(`${config.id} ${column.id}`), box = row.insertCell();
      if (!cell) { box.textContent = "–"; continue; }
      box.className = "heat"; box.style.setProperty("--share", cell.mean);
      box.append(`${percent(cell.mean)} `, make("small", `${percent(cell.interval[0])}–${percent(cell.interval[1])} · ${cell.n}`), interval(cell.interval, cell.mean, 0, 1, ""));
    }
  }
  part.append(table);
  return part;
}

function judges(name, found) {
  const part = section(`Judges beside people: ${name}`);
  if (!found.judges.length) { part.append(make("p", "No judge has scored runs that people have rated.", "plain")); return part; }
  const table = make("table"), head = table.createTHead().insertRow(), body = table.createTBody();
  for (const text of ["Judge", "κ, with its 95 % interval", "κ", "agrees", "labels", ""]) { const cell = make("th", text); cell.scope = "col"; head.append(cell); }
  for (const judge of found.judges) {
    const row = body.insertRow(), title = make("th", `${judge.name} · ${judge.score}`);
    title.scope = "row";
    row.append(title);
    const kappa = row.insertCell();
    if (judge.intervals.kappa && judge.kappa !== null) kappa.append(interval(judge.intervals.kappa, judge.kappa, -1, 1, `κ ${short(judge.kappa)}`)); else kappa.textContent = "–";
    for (const text of [short(judge.kappa), percent(judge.accuracy), judge.n]) row.insertCell().textContent = text;
    const words = row.insertCell(); words.textContent = judge.verdict; words.className = "plain";
  }
  part.append(table);
  return part;
}

function interval([low, high], middle, from, to, words) {
  const x = (value) => 6 + (148 * (value - from)) / (to - from);
  const picture = svg("svg", { width: 160, height: 18, viewBox: "0 0 160 18", role: "img", "aria-label": `${words || percent(middle)}, between ${short(low)} and ${short(high)}` },
    svg("line", { x1: 6, x2: 154, y1: 9, y2: 9 }), svg("line", { class: "range", x1: x(low), x2: x(high), y1: 9, y2: 9 }), svg("circle", { class: "dot", cx: x(middle), cy: 9, r: 5 }));
  if (from < 0) picture.prepend(svg("line", { class: "zero", x1: x(0), x2: x(0), y1: 0, y2: 18 }));
  return picture;
}
