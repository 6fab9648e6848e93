/* The dashboard: the chart of the trend, its refresh, and the tick boxes of its lists. All of it can be done without. */
(() => {
  "use strict";

  /* ---- the chart, drawn from the table below it ---- */
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  let chart = null;

  function series(table) {
    const rows = [...table.tBodies[0].rows].reverse(); // the table has the latest day first
    const column = (index) => rows.map((row) => Number(row.querySelectorAll("[data-value]")[index].dataset.value));
    return { days: rows.map((row) => row.dataset.day), inTime: column(1), missed: column(2), backlog: column(3) };
  }

  function draw() {
    const box = document.getElementById("trend");
    const table = document.querySelector("table[data-trend]");
    if (!box || !table || !window.echarts) return;
    if (chart && chart.getDom().parentNode !== box) { chart.dispose(); chart = null; }
    if (!chart) {
      const inner = document.createElement("div"); // the box is hidden while it is empty
      inner.className = "trend-inner";
      box.replaceChildren(inner);
      chart = window.echarts.init(inner, null, { renderer: "canvas" });
      new ResizeObserver(() => chart?.resize()).observe(box);
    }
    const words = table.dataset;
    const found = series(table);
    const text = { color: colour("--ink-2"), fontFamily: getComputedStyle(document.body).fontFamily };
    const bar = (name, data, color, decal) => ({ name, type: "bar", stack: "due", data, itemStyle: { color, decal }, barMaxWidth: 22 });
    const axis = (name, position) => ({
      type: "value", name, position, minInterval: 1, min: 0, axisLabel: text, nameTextStyle: { ...text, align: position },
      splitLine: { show: position === "left", lineStyle: { color: colour("--line") } },
    });
    chart.setOption({
      animation: false,
      textStyle: text,
      grid: { left: 8, right: 8, top: 64, bottom: 4, containLabel: true },
      legend: { top: 0, textStyle: text, data: [words.inTime, words.missed, words.backlog] },
      // Rich text is drawn on the canvas; the usual tooltip is HTML with style attributes, which the page's policy forbids.
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" } },
      xAxis: { type: "category", data: found.days, axisLabel: text, axisTick: { show: false } },
      // What is left over weeks is many times what falls due in a day: a scale of its own, named, on the other side.
      yAxis: [axis(words.due, "left"), axis(words.backlog, "right")],
      series: [
        bar(words.inTime, found.inTime, "#7fb294", null),
        bar(words.missed, found.missed, "#c4564e", { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "rgba(255,255,255,0.7)" }),
        { name: words.backlog, type: "line", yAxisIndex: 1, data: found.backlog, symbol: "circle", symbolSize: 6, lineStyle: { width: 2, color: "#16406e" }, itemStyle: { color: "#16406e" } },
      ],
    });
  }

  /* ---- refreshing: not while nobody looks, and nothing that was open is shut ---- */
  let stale = false;
  let before = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id !== "figures" || !document.hidden) return;
    stale = true;
    event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !stale) return;
    stale = false;
    window.htmx.trigger("#figures", "refresh");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const opened = [...event.detail.target.querySelectorAll("details[id][open]")].map((one) => one.id);
    before = { opened, focused: document.activeElement?.id, left: scrollX, top: scrollY };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    draw(); // at once, not when htmx has settled: the chart must never say other than the table below it
    for (const id of before.opened) document.getElementById(id)?.setAttribute("open", "");
    // htmx could not give the focus back to what was still folded away.
    if (before.focused) document.getElementById(before.focused)?.focus({ preventScroll: true });
    scrollTo({ left: before.left, top: before.top, behavior: "instant" });
    before = null;
  });

  /* ---- tick boxes ---- */
  function counted() {
    const boxes = [...document.querySelectorAll("input[name=d]")];
    const ticked = boxes.filter((box) => box.checked).length;
    for (const all of document.querySelectorAll("[data-ticks]")) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    for (const place of document.querySelectorAll("[data-ticked]")) place.textContent = `(${ticked})`;
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-ticks]")) {
      for (const box of document.querySelectorAll("input[name=d]")) box.checked = event.target.checked;
    } else if (!event.target.matches("input[name=d]")) return;
    const some = document.getElementById("which-ticked");
    if (some) some.checked = true;
    counted();
  });

  addEventListener("pageshow", counted); // the browser's Back brings the ticks again
  draw();
})();
