/* Planning by keyboard: Enter takes the unit that is meant and goes to the next day, arrows go from day to day.
   While something is being typed the arrows belong to the list of units that the browser offers.
   Whatever fits no unit, or several, is said under the field as soon as it is left. */
(() => {
  "use strict";
  const fields = [...document.querySelectorAll("input[data-day]")];
  const told = document.querySelector(".roster-edit")?.dataset;
  const most = 6;
  // Each way a unit can be written, with what the field shows for it.
  const ways = [...document.querySelectorAll("#units option")].flatMap(({ value, textContent }) => [[value, value], [textContent.trim(), value]])
    .concat([...document.querySelectorAll("#aliases option")].map(({ value, textContent }) => [value, textContent.trim()]));
  let typed = false;

  const labels = (fits) => [...new Set(ways.filter(([way]) => way && fits(way)).map(([, label]) => label))];
  const inOrder = (text) => (way) => {
    let at = -1;
    return [...text].every((char) => (at = way.indexOf(char, at + 1)) >= 0);
  };
  // The units that may be meant; one alone is the one. What only holds the characters in their order is never taken for it.
  const meant = (text) => {
    if (ways.some(([, label]) => label === text)) return { sure: true, units: [text] };
    for (const fits of [(way) => way === text, (way) => way.startsWith(text), (way) => way.includes(text)]) {
      const units = labels(fits);
      if (units.length) return { sure: units.length === 1, units };
    }
    return { sure: false, units: labels(inOrder(text)) };
  };
  const say = (field, text, units) => {
    const id = `${field.id}_error`;
    const hint = document.getElementById(id) ?? document.createElement("div");
    if (!hint.isConnected) { hint.id = id; hint.className = "invalid-feedback d-block"; field.after(hint); }
    const listed = units.slice(0, most).join("、") + (units.length > most ? "…" : "");
    hint.textContent = (units.length ? told.meant : told.unknown).replace("{name}", () => text).replace("{units}", () => listed);
    field.setAttribute("aria-describedby", id);
  };
  /* Whether the field is empty or names a unit, which then stands there as the page writes it. */
  const settle = (field) => {
    const text = field.value.trim();
    const { sure, units } = text ? meant(text) : { sure: true, units: [""] };
    if (sure) { field.value = units[0]; document.getElementById(`${field.id}_error`)?.remove(); field.removeAttribute("aria-describedby"); }
    else say(field, text, units);
    field.classList.toggle("is-invalid", !sure);
    field.setAttribute("aria-invalid", String(!sure));
    return sure;
  };
  const go = (field, step) => {
    const next = fields[fields.indexOf(field) + step];
    if (next) { next.focus(); next.select(); next.scrollIntoView({ block: "nearest" }); }
  };

  for (const field of fields) {
    field.addEventListener("focus", () => { typed = false; });
    field.addEventListener("input", () => { typed = true; });
    field.addEventListener("blur", () => { if (typed) settle(field); });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;  // an input method's Enter ends its word
      if (event.key === "Enter") {
        event.preventDefault();
        if (settle(field)) go(field, event.shiftKey ? -1 : 1);
      } else if (!typed && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        go(field, event.key === "ArrowDown" ? 1 : -1);
      }
    });
  }
})();
