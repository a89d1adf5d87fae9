// What JavaScript adds to pages that work without it: keys in the editor, long queries by POST, sorted tables.
"use strict";
document.documentElement.classList.add("js");

for (const form of document.querySelectorAll("form[data-sparql]")) {
  const area = form.querySelector("textarea");
  let leave = false;
  area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      leave = true; // so that Tab still leads out of the field for who has no mouse
    } else if (event.key === "Tab" && !event.shiftKey && !leave) {
      event.preventDefault();
      area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
    } else {
      leave = false;
    }
  });
  form.addEventListener("submit", () => {
    // A URL that can be shared, unless it would be longer than servers and proxies take.
    form.method = encodeURIComponent(area.value).length > 6000 ? "post" : "get";
  });
}

for (const button of document.querySelectorAll("button[data-line]")) {
  button.addEventListener("click", () => {
    const area = document.querySelector("form[data-sparql] textarea");
    const lines = area.value.split("\n");
    const line = Math.min(Number(button.dataset.line), lines.length);
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const at = start + Math.min(Number(button.dataset.column) - 1, lines[line - 1].length);
    area.closest("details")?.setAttribute("open", "");
    area.focus();
    area.setSelectionRange(at, start + lines[line - 1].length);
  });
}

for (const table of document.querySelectorAll("table.results, table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.setAttribute("aria-sort", "none");
    head.tabIndex = 0;
    const sort = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const compare = new Intl.Collator(undefined, { numeric: true }).compare;
      const body = table.tBodies[0];
      const rows = [...body.rows].sort((a, b) => compare(a.cells[column].innerText, b.cells[column].innerText));
      if (!up) rows.reverse();
      body.append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        sort();
      }
    });
  });
}
