// Tables are sorted, filtered and copied; columns are shown and hidden.

// Tables with fewer rows are taken in at a glance.
const FEW = 4;

// What a cell holds: a number where it is one, else text; null for nothing.
const valueOf = (cell, column) => {
  const written = cell.dataset.value ?? cell.textContent.trim();
  if (written === "") return null;
  const number = Number(written);
  return column.kind === "words" || Number.isNaN(number) ? written : number;
};

// What it is sorted by.
const orderOf = (cell, column) =>
  cell.dataset.order === undefined ? valueOf(cell, column) : Number(cell.dataset.order);

// Nothing comes last, whatever the direction.
const compare = (a, b, direction) => {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  return direction * String(a).localeCompare(String(b), "en", { numeric: true });
};

const HOLDS = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  "=": (a, b) => a === b, "!=": (a, b) => a !== b,
};
const SIGNS = { "≤": "<=", "≥": ">=", "≠": "!=", "==": "=" };

// The column that a filter calls `name`: the one that begins so, or has it somewhere.
const named = (columns, name) => {
  const wanted = name.toLowerCase();
  const names = columns.map((column) => column.name.toLowerCase());
  for (const fits of [(each) => each === wanted, (each) => each.startsWith(wanted), (each) => each.includes(wanted)]) {
    const found = names.findIndex(fits);
    if (found >= 0) return columns[found];
  }
  throw new Error(`no column is called “${name}”; there are ${columns.map((column) => column.name).join(", ")}`);
};

// One condition, `NME < 8` or any words, as a function of a row. Conditions with commas between must
// all hold.
const condition = (columns, text) => {
  const parts = text.match(/^(.*?[^\s<>=!≤≥≠])\s*(<=|>=|!=|==|[<>=≤≥≠])\s*(.*)$/);
  if (!parts) {
    const wanted = text.toLowerCase();
    return (row) => row.textContent.toLowerCase().includes(wanted);
  }
  const [, name, sign, right] = parts;
  const column = named(columns, name);
  const holds = HOLDS[SIGNS[sign] ?? sign];
  // Half a condition, while it is typed.
  if (right === "") return () => true;
  const number = Number(right.replace(/\s*(%|px)$/, "").replace("−", "-"));
  return (row) => {
    const value = valueOf(row.cells[column.index], column);
    if (value === null) return false;
    if (typeof value === "number" && !Number.isNaN(number)) return holds(value, number);
    return holds(String(value).toLowerCase().localeCompare(right.toLowerCase(), "en", { numeric: true }), 0);
  };
};

const conditions = (columns, text) => {
  const parts = text.split(/\s*,\s*/).filter(Boolean);
  return parts.map((part) => condition(columns, part.trim()));
};

// The cells of the columns and rows that are shown, as text: names of columns first. Standard
// deviations have columns of their own in a file.
const cells = (columns, rows, separateDeviations) => {
  const shown = columns.filter((column) => !column.hidden && column.kind !== "drawing");
  const deviates = (column) => separateDeviations &&
    rows.some((row) => row.cells[column.index].dataset.deviation !== undefined);
  const head = shown.flatMap((column) => deviates(column) ? [column.name, `${column.name}, SD`] : [column.name]);
  const body = rows.map((row) => shown.flatMap((column) => {
    const cell = row.cells[column.index];
    const value = valueOf(cell, column) ?? "";
    return deviates(column) ? [value, cell.dataset.deviation ?? ""] : [value];
  }));
  return [head, ...body];
};

const csv = (columns, rows) => csvOf(cells(columns, rows, true));

// As people read it: numbers as they are shown.
const markdown = (columns, rows) => {
  const shown = columns.filter((column) => !column.hidden && column.kind !== "drawing");
  const text = (cell, column) => {
    if (cell.tagName === "TH") return cell.dataset.value;
    const lines = [...cell.childNodes].map((node) => node.textContent.trim()).filter(Boolean);
    return lines.join(" ").replaceAll("|", "\\|");
  };
  const line = (texts) => `| ${texts.join(" | ")} |\n`;
  const body = rows.map((row) => line(shown.map((column) => text(row.cells[column.index], column))));
  const sides = shown.map((column) => column.kind === "words" ? "---" : "---:");
  return line(shown.map((column) => column.name)) + line(sides) + body.join("");
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Some browsers keep the clipboard from pages that were opened from disk.
    const area = element("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

for (const frame of document.querySelectorAll(".tables")) {
  const table = frame.querySelector("table");
  const body = table.tBodies[0];
  const original = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const columns = heads.map((head, index) => ({ head, index, name: head.dataset.name, kind: head.dataset.kind, hidden: false }));
  const caption = table.caption.textContent;
  const status = element("span", { className: "small", role: "status" });
  const visible = () => [...body.rows].filter((row) => !row.hidden);
  const say = (text) => { status.textContent = text; };

  const hide = (column, hidden) => {
    column.hidden = hidden;
    for (const row of [table.tHead.rows[0], ...original]) row.cells[column.index].hidden = hidden;
  };
  for (const column of columns) if ("rare" in column.head.dataset) hide(column, true);

  const action = (label, does) => element("button", { type: "button", textContent: label, onclick: does });
  const menu = element("div", { className: "menu" },
    action("Copy as CSV", async () => { await copy(csv(columns, visible())); say("Copied"); }),
    action("Copy as Markdown", async () => { await copy(markdown(columns, visible())); say("Copied"); }),
    action("Download CSV", () => download(`${frame.id.replace(/^\/|\/table$/g, "").replaceAll("/", "-")}.csv`, csv(columns, visible()))));
  const more = element("details", { className: "more" },
    element("summary", { title: "Copy, download, columns", ariaLabel: `Copy, download and columns of the table: ${caption}` }, "⋯"), menu);
  const close = () => { more.open = false; };
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    more.firstElementChild.focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!more.contains(event.target)) close(); });
  const tools = element("div", { className: original.length < FEW ? "tools few" : "tools" }, status, more);
  frame.before(tools);
  if (original.length < FEW) continue;

  const choices = columns.slice(1).map((column) => {
    const box = element("input", { type: "checkbox", checked: !column.hidden, onchange: () => hide(column, !box.checked) });
    return element("label", {}, box, ` ${column.name}`);
  });
  menu.append(element("fieldset", {}, element("legend", { textContent: "Columns" }), ...choices));

  const example = columns.find((column) => column.index > 0 && column.kind !== "words" && column.name.startsWith("NME")) ??
    columns.find((column) => column.index > 0 && column.kind !== "words");
  const hint = example ? `Filter: a word, or ${example.name.replace(/[,(].*$/, "").trim()} < 8` : "Filter";
  const filter = element("input", { type: "search", placeholder: hint, ariaLabel: `Filter the table: ${caption}` });
  filter.addEventListener("input", () => {
    try {
      const all = conditions(columns, filter.value);
      for (const row of original) row.hidden = !all.every((holds) => holds(row));
      say(all.length ? `${visible().length} of ${original.length} rows` : "");
      filter.ariaInvalid = "false";
    } catch (error) {
      for (const row of original) row.hidden = false;
      say(error.message);
      filter.ariaInvalid = "true";
    }
  });
  tools.prepend(filter);

  // First upwards, then downwards, then as it was.
  const sort = (column) => {
    const before = column.head.ariaSort;
    const direction = before === "ascending" ? -1 : before === "descending" ? 0 : 1;
    for (const head of heads) head.removeAttribute("aria-sort");
    if (direction) column.head.ariaSort = direction > 0 ? "ascending" : "descending";
    const value = (row) => orderOf(row.cells[column.index], column);
    const sorted = direction
      ? original.toSorted((a, b) => compare(value(a), value(b), direction))
      : original;
    body.append(...sorted);
  };
  for (const column of columns.filter((column) => column.kind !== "drawing")) {
    const button = element("button", { type: "button", className: "sort", title: `Sort by ${column.name}`,
      onclick: () => sort(column) });
    button.append(...column.head.childNodes);
    column.head.append(button);
  }
}
