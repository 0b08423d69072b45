/** MB/s against the size of the body, both axes logarithmic, one line a scanner. */

const WIDTH = 760;
const HEIGHT = 420;
const BOX = { left: 64, right: 590, top: 24, bottom: 372 };
const COLOURS = ["#0b6e4f", "#8d6a9f", "#c8553d", "#2f6690", "#b08900", "#555555"];

const scale = (low, high, from, to) => (value) =>
  from + ((Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))) * (to - from);
const sizeName = (bytes) =>
  bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${Math.round(bytes / 1024)} KiB`;

function powersOfTen(low, high) {
  const from = Math.floor(Math.log10(low));
  return Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, i) => 10 ** (from + i));
}

/** Names at the lines' ends, pushed apart where they would overlap. */
function labels(lines) {
  let last = Number.NEGATIVE_INFINITY;
  return lines
    .toSorted((one, other) => one.points.at(-1).y - other.points.at(-1).y)
    .map(({ name, colour, points }) => {
      last = Math.max(points.at(-1).y + 4, last + 16);
      return `<text x="${BOX.right + 10}" y="${last.toFixed(1)}" fill="${colour}">${name}</text>`;
    });
}

/** The first `count` bodies of each, as the text of an SVG. */
export function plot(measured, count) {
  const peers = measured.map((peer) => ({ ...peer, bodies: peer.bodies.slice(0, count) }));
  const speeds = peers.flatMap(({ bodies }) => bodies.map(({ bytes, microseconds }) => bytes / microseconds));
  const sizes = peers[0].bodies.map(({ bytes }) => bytes);
  const ticks = powersOfTen(Math.min(...speeds), Math.max(...speeds));
  const x = scale(Math.min(...sizes), Math.max(...sizes), BOX.left, BOX.right);
  const y = scale(ticks[0], ticks.at(-1), BOX.bottom, BOX.top);
  const lines = peers.map(({ name, bodies }, i) => ({
    name,
    colour: COLOURS[i % COLOURS.length],
    points: bodies.map(({ bytes, microseconds }) => ({ x: x(bytes), y: y(bytes / microseconds) })),
  }));
  const grid = ticks.map(
    (tick) =>
      `<path d="M${BOX.left} ${y(tick).toFixed(1)}H${BOX.right}" stroke="#ddd"/><text x="${BOX.left - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${tick}</text>`,
  );
  const columns = sizes.map(
    (size) => `<text x="${x(size).toFixed(1)}" y="${BOX.bottom + 20}" text-anchor="middle">${sizeName(size)}</text>`,
  );
  const drawn = lines.map(({ colour, points }) => {
    const path = points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("L");
    const dots = points
      .map((point) => `<circle cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="3"/>`)
      .join("");
    return `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/><g fill="${colour}">${dots}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    "<title>MB/s against the size of a clean JSON chat body, a line for each scanner</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${BOX.left}" y="14">MB/s of a clean JSON chat body, one thread</text>`,
    ...grid,
    ...columns,
    ...drawn,
    ...labels(lines),
    "</svg>\n",
  ].join("\n");
}
