/** A line in the chart. */
export interface Series {
  readonly label: string;
  readonly points: { readonly x: number; readonly y: number }[];
}

const size = { width: 720, height: 400 };
const plot = { left: 64, top: 48, right: 32, bottom: 48 };
/** Distinguishable with a colour vision deficiency. */
const colours = ["#d55e00", "#0072b2"];

/** Draws the series over common axes that begin at zero, as the text of an SVG file. */
export function drawChart(title: string, series: readonly Series[]): string {
  const points = series.flatMap((line) => line.points);
  const across = scale(Math.max(...points.map(({ x }) => x)), size.width - plot.left - plot.right);
  const up = scale(Math.max(...points.map(({ y }) => y)), size.height - plot.top - plot.bottom);
  const atX = (x: number): string => (plot.left + across.pixels(x)).toFixed(1);
  const atY = (y: number): string => (size.height - plot.bottom - up.pixels(y)).toFixed(1);

  const grid = up.ticks.map(
    (tick) =>
      `<path d="M${atX(0)} ${atY(tick)}H${size.width - plot.right}" stroke="#ddd"/>` +
      `<text x="${plot.left - 8}" y="${atY(tick)}" dy="4" text-anchor="end">${tick}</text>`,
  );
  const labelsBelow = across.ticks.map(
    (tick) =>
      `<text x="${atX(tick)}" y="${size.height - plot.bottom + 20}" text-anchor="middle">${tick}</text>`,
  );
  const lines = series.map(({ label, points: own }, index) => {
    const colour = colours[index % colours.length] ?? "black";
    const path = own.map(({ x, y }, step) => `${step === 0 ? "M" : "L"}${atX(x)} ${atY(y)}`).join("");
    const dots = own.map(({ x, y }) => `<circle cx="${atX(x)}" cy="${atY(y)}" r="4" fill="${colour}"/>`);
    const legendY = plot.top + 16 + index * 20;
    return (
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}` +
      `<text x="${plot.left + 16}" y="${legendY}" fill="${colour}">${label}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="${plot.left}" y="24" font-size="15">${title}</text>`,
    ...grid,
    ...labelsBelow,
    ...lines,
    "</svg>\n",
  ].join("\n");
}

/** Spreads 0 to `max` over so many pixels, with four to ten round ticks. */
function scale(max: number, length: number): { pixels: (value: number) => number; ticks: number[] } {
  const magnitude = 10 ** Math.floor(Math.log10(max));
  const step = [magnitude / 5, magnitude / 2, magnitude].find((width) => max / width <= 10) ?? magnitude;
  const ticks = Array.from({ length: Math.floor(max / step) + 1 }, (_, index) =>
    Number((index * step).toPrecision(6)),
  );
  return { pixels: (value) => (value / max) * length, ticks };
}
