// Draws one series of readings at a time: the mean, and the range between least and greatest around it.
for (const room of document.querySelectorAll("[data-chart]")) {
  begin(room, JSON.parse(room.querySelector(".chart-data").textContent));
}

function begin(room, data) {
  const holder = room.querySelector(".chart");
  const words = room.querySelector(".chart-words");
  const picker = room.querySelector("select");
  const chart = echarts.init(holder, null, { locale: data.language === "zh" ? "ZH" : "EN", useDirtyRect: true });
  new ResizeObserver(() => chart.resize()).observe(holder);
  window.addEventListener("beforeprint", () => chart.resize());

  async function show() {
    const chosen = data.series[Number(picker.value)];
    const address = new URLSearchParams({ asset: chosen.asset, quantity: chosen.quantity, points: "400" });
    if (chosen.component) {
      address.set("component", chosen.component);
    }
    const answer = await fetch(`/series/points?${address}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      words.textContent = data.words.failed;
      return;
    }
    const series = await answer.json();
    chart.setOption(option(data, chosen, series.points), { notMerge: true });
    words.textContent = summary(data, chosen, series);
    holder.dataset.drawn = String(series.points.length);
  }

  picker.addEventListener("change", show);
  show();
}

function option(data, chosen, points) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const time = (point) => new Date(point.at).getTime();
  const from = time(points[0]);
  const to = time(points[points.length - 1]);
  const marks = data.marks.filter((mark) => {
    const at = new Date(mark.at).getTime();
    return at >= from && at <= to + (to - from) * 0.15;
  });
  const last = Math.max(to, ...marks.map((mark) => new Date(mark.at).getTime()));
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: font },
    grid: { left: 8, right: 14, top: 46, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      formatter: (rows) => {
        const point = points[rows[0].dataIndex];
        return [
          `${point.at.replace("T", " ").slice(0, 16)} UTC`,
          `${data.words.mean} ${figure(point.mean)} ${chosen.unit}`,
          `${data.words.least} ${figure(point.minimum)} · ${data.words.greatest} ${figure(point.maximum)}`,
        ].join("\n");
      },
      textStyle: { fontSize: 12, color: colour("--ink") },
      borderColor: colour("--line-strong"),
    },
    xAxis: {
      type: "time",
      max: last,
      axisLine: { lineStyle: { color: colour("--line-strong") } },
      axisLabel: { color: colour("--ink-3"), fontSize: 11, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      scale: true,
      name: chosen.unit,
      nameTextStyle: { color: colour("--ink-3"), align: "left", fontSize: 11 },
      axisLabel: { color: colour("--ink-3"), fontSize: 11 },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: [
      { type: "line", stack: "range", stackStrategy: "all", symbol: "none", lineStyle: { opacity: 0 }, silent: true,
        data: points.map((point) => [time(point), point.minimum]) },
      { type: "line", stack: "range", stackStrategy: "all", symbol: "none", lineStyle: { opacity: 0 }, silent: true,
        areaStyle: { color: colour("--accent"), opacity: 0.16 },
        data: points.map((point) => [time(point), point.maximum - point.minimum]) },
      { type: "line", name: chosen.name, symbol: "none", lineStyle: { color: colour("--accent"), width: 1.6 },
        data: points.map((point) => [time(point), point.mean]),
        markLine: {
          silent: true,
          symbol: "none",
          label: { fontSize: 11, color: colour("--bad"), formatter: "{b}", position: "end", align: "right", distance: 6 },
          lineStyle: { color: colour("--bad"), type: "dashed", width: 1 },
          data: marks.map((mark, number) => ({
            name: mark.text,
            xAxis: new Date(mark.at).getTime(),
            // A label that would stand on the one before is set a line higher.
            label: { distance: number % 2 ? 20 : 6 },
          })),
        } },
    ],
  };
}

function summary(data, chosen, series) {
  const days = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });
  const day = (text) => (text ? days.format(new Date(text)) : "—");
  const values = {
    count: series.count,
    first: day(series.first_at),
    last: day(series.last_at),
    least: `${figure(Math.min(...series.points.map((point) => point.minimum)))} ${chosen.unit}`,
    greatest: `${figure(Math.max(...series.points.map((point) => point.maximum)))} ${chosen.unit}`,
  };
  return data.words.summary.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function figure(value) {
  return Number(value.toPrecision(4)).toString();
}
