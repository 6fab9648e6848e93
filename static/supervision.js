/* The question before a batch is signed names what is ticked now, not what was ticked when the page came. */
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-confirm-as]")) {
    const boxes = () => [...document.querySelectorAll(`${form.dataset.counts}[form="${form.id}"]`)].filter((box) => box.checked);
    const say = () => {
      const ticked = boxes();
      const units = new Set(ticked.map((box) => box.dataset.unit)).size;
      form.dataset.confirm = form.dataset.confirmAs.replace("{n}", ticked.length).replace("{units}", units);
      form.querySelector("button").disabled = ticked.length === 0;
    };
    document.addEventListener("change", (event) => { if (event.target.form === form) say(); });
    say();
  }
})();
