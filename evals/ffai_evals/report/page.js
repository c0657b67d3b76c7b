"use strict";
// The two parts of the page that answer: columns that sort, and any two run configs side by side. All data is in the page itself.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const percent = (share) => (100 * share).toFixed(1) + " %";

  for (const button of document.querySelectorAll("#matrix thead button")) {
    button.addEventListener("click", () => {
      const place = [...button.closest("tr").children].indexOf(button.closest("th"));
      const body = document.querySelector("#matrix tbody");
      const down = button.dataset.down !== "1";
      for (const other of document.querySelectorAll("#matrix thead button")) {
        delete other.dataset.down;
        other.closest("th").removeAttribute("aria-sort");
      }
      button.dataset.down = down ? "1" : "0";
      button.closest("th").setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.children[place].dataset.value;
      const rows = [...body.children].sort((a, b) => {
        const x = value(a), y = value(b);
        if (x === "" || y === "") return (x === "") - (y === ""); // what is not there comes last, either way
        const order = place === 0 ? x.localeCompare(y) : Number(y) - Number(x);
        return (place === 0) === down ? order : place === 0 ? -order : down ? order : -order;
      });
      body.append(...rows);
    });
  }

  const [column, a, b] = ["column", "a", "b"].map((id) => document.getElementById(id));
  if (!column) return;
  const result = document.getElementById("pair");
  data.columns.forEach((title, n) => column.append(new Option(title, n)));

  // exact two-sided McNemar: how uneven a split of the changed items would be, were it a coin's
  const mcnemar = (wins, losses) => {
    const n = wins + losses;
    let log = -n * Math.LN2, tail = 0;
    for (let k = 0; k <= Math.min(wins, losses); k++) {
      tail += Math.exp(log);
      log += Math.log((n - k) / (k + 1));
    }
    return n ? Math.min(1, 2 * tail) : 1;
  };

  const fill = () => {
    const chosen = [a.value, b.value];
    const there = data.configs.map((name, n) => [name, n]).filter(([, n]) => data.samples[n + "," + column.value]);
    [a, b].forEach((select, k) => {
      select.replaceChildren(...there.map(([name, n]) => new Option(name, n)));
      const old = there.find(([, n]) => String(n) === chosen[k]);
      select.value = old ? old[1] : there.length ? there[Math.min(k, there.length - 1)][1] : "";
    });
    show();
  };

  const side = (name, sample) => {
    const [, value, , answer, reason, evidence] = sample;
    const made = element("div");
    const head = element("div", name + ": ", "soft");
    head.append(element("b", (sample[2] ? "✓ pass" : "✗ " + (data.texts[reason] || "fail")) + (value > 0 && value < 1 ? " (" + percent(value) + ")" : ""), sample[2] ? "pass" : "fail"));
    made.append(head, element("pre", data.texts[answer] || "no answer"));
    if (data.texts[evidence]) made.append(element("small", data.texts[evidence], "soft"));
    return made;
  };

  const show = () => {
    const names = [data.configs[a.value], data.configs[b.value]];
    const left = new Map((data.samples[a.value + "," + column.value] || []).map((s) => [s[0], s]));
    const right = new Map((data.samples[b.value + "," + column.value] || []).map((s) => [s[0], s]));
    const both = [...left.keys()].filter((item) => right.has(item));
    const wins = both.filter((i) => right.get(i)[2] && !left.get(i)[2]);
    const losses = both.filter((i) => left.get(i)[2] && !right.get(i)[2]);
    const failed = both.filter((i) => !left.get(i)[2] && !right.get(i)[2]);
    const other = both.filter((i) => left.get(i)[2] === right.get(i)[2] && left.get(i)[1] !== right.get(i)[1] && left.get(i)[2]);
    result.replaceChildren();
    if (!both.length) {
      result.append(element("p", "They have no item in common."));
      return;
    }
    const n = both.length, w = wins.length, l = losses.length, p = mcnemar(w, l);
    const sum = (map) => both.reduce((total, i) => total + map.get(i)[1], 0) / n;
    const difference = sum(right) - sum(left);
    const spread = both.reduce((total, i) => total + (right.get(i)[1] - left.get(i)[1] - difference) ** 2, 0) / Math.max(1, n - 1);
    const half = 1.959964 * Math.sqrt(spread / n);
    const word = p < 0.05 ? names[w > l ? 1 : 0] + " passes more items, by more than chance" : w + l ? "too close to tell: more items are needed" : "no item came out differently";
    const head = element("p");
    head.append(element("b", word), document.createTextNode(
      ". " + n + " items in common; " + names[0] + " " + percent(sum(left)) + ", " + names[1] + " " + percent(sum(right)) + "; difference " + percent(difference) +
      " (95 % interval " + percent(difference - half) + " to " + percent(difference + half) + "); " + names[1] + " wins " + w + ", loses " + l + "; McNemar p = " + p.toPrecision(3)));
    result.append(head);
    for (const [title, items] of [["passes with " + names[1] + " alone", wins], ["passes with " + names[0] + " alone", losses], ["fails with both", failed], ["both pass, with another score", other]]) {
      const group = element("details");
      group.append(element("summary", title + ": " + items.length));
      group.addEventListener("toggle", () => {
        if (group.childElementCount > 1) return;
        for (const item of items) {
          group.append(element("h3", data.texts[data.items[item][0]] + "  " + data.texts[data.items[item][1]]));
          const pair = element("div", undefined, "pair");
          pair.append(side(names[0], left.get(item)), side(names[1], right.get(item)));
          group.append(pair);
        }
      });
      result.append(group);
    }
  };

  column.addEventListener("change", fill);
  a.addEventListener("change", show);
  b.addEventListener("change", show);
  fill();
})();
