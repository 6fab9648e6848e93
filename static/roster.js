/* Planning by keyboard: Enter takes the unit that is meant and goes to the next day, arrows go from day to day.
   While something is being typed the arrows belong to the list of units that the browser offers. */
(() => {
  "use strict";
  const fields = [...document.querySelectorAll("input[data-day]")];
  const names = [...document.querySelectorAll("#units option")].map((option) => [option.value, option.textContent.trim()]);
  let typed = false;

  const meant = (text) => {
    const exact = names.filter(([label, name]) => label === text || name === text);
    if (exact.length === 1) return exact[0][0];
    const starts = names.filter(([label, name]) => label.startsWith(text) || name.startsWith(text));
    if (starts.length === 1) return starts[0][0];
    const holds = names.filter(([label, name]) => label.includes(text) || name.includes(text));
    return holds.length === 1 ? holds[0][0] : null;
  };
  const go = (field, step) => {
    const next = fields[fields.indexOf(field) + step];
    if (next) { next.focus(); next.select(); next.scrollIntoView({ block: "nearest" }); }
  };

  for (const field of fields) {
    field.addEventListener("focus", () => { typed = false; });
    field.addEventListener("input", () => { typed = true; });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;  // an input method's Enter ends its word
      if (event.key === "Enter") {
        event.preventDefault();
        const text = field.value.trim();
        const found = text && meant(text);
        if (found) field.value = found;
        field.classList.toggle("is-invalid", Boolean(text) && !found);
        if (!text || found) go(field, event.shiftKey ? -1 : 1);
      } else if (!typed && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        go(field, event.key === "ArrowDown" ? 1 : -1);
      }
    });
  }
})();
