// Makes the figures of a brief live: what a mark says, which row it belongs to, which verdicts show.
"use strict";
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  document.body.append(tip);

  // What a mark says begins with the name of its conclusion, where it has one.
  const nameOf = (mark) => {
    const name = "c-" + (mark.getAttribute("aria-label") || "").split(":")[0];
    return document.getElementById(name) ? name : "";
  };
  const light = (name, on) => {
    if (!name) return;
    for (const row of document.querySelectorAll("[data-of]")) {
      if (row.dataset.of === name) row.classList.toggle("lit", on);
    }
    for (const mark of document.querySelectorAll("svg .live")) {
      if (nameOf(mark) === name) mark.classList.toggle("lit", on);
    }
  };
  const show = (mark, x, y) => {
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    const wide = tip.offsetWidth, high = tip.offsetHeight;
    tip.style.left = Math.max(4, Math.min(x + 12, innerWidth - wide - 8)) + "px";
    tip.style.top = Math.max(4, Math.min(y + 12, innerHeight - high - 8)) + "px";
  };
  const told = "path[aria-label], line[aria-label], rect[aria-label], text[aria-label]";
  for (const mark of document.querySelectorAll("figure svg")) {
    for (const part of mark.querySelectorAll(told)) {
      if (part.getAttribute("aria-roledescription") === "axis") continue;
      part.classList.add("live");
      part.addEventListener("pointermove", (at) => show(part, at.clientX, at.clientY));
      part.addEventListener("pointerenter", () => light(nameOf(part), true));
      part.addEventListener("click", () => { if (nameOf(part)) location.hash = nameOf(part); });
      part.addEventListener("pointerleave", () => { tip.hidden = true; light(nameOf(part), false); });
    }
  }
  for (const row of document.querySelectorAll("[data-of]")) {
    row.addEventListener("pointerenter", () => light(row.dataset.of, true));
    row.addEventListener("pointerleave", () => light(row.dataset.of, false));
  }

  // A row of buttons above each table of verdicts: which of them to show.
  const words = ["pass", "contested", "underdetermined", "contradicted", "untested"];
  for (const table of document.querySelectorAll("table[data-marked]")) {
    const rows = [...table.querySelectorAll("tbody tr")];
    const there = words.filter((word) => rows.some((row) => row.dataset.mark === word));
    if (there.length < 2 || rows.length < 6) continue;
    const bar = document.createElement("div");
    bar.className = "bar";
    const buttons = ["all", ...there].map((word) => {
      const button = document.createElement("button");
      const number = word === "all" ? rows.length : rows.filter((r) => r.dataset.mark === word).length;
      button.type = "button";
      button.textContent = `${word} ${number}`;
      button.setAttribute("aria-pressed", String(word === "all"));
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        for (const row of rows) row.classList.toggle("gone", word !== "all" && row.dataset.mark !== word);
      });
      return button;
    });
    bar.append(...buttons);
    table.parentElement.before(bar);
  }
})();
