// The page's colours as numbers, and colours of curves that can be seen on its paper.
const inkOf = (name) => {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = `var(--${name})`;
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return [red, green, blue];
};
const css = ([red, green, blue], alpha = 1) => `rgb(${red} ${green} ${blue} / ${alpha})`;

// Relative luminance and contrast by WCAG 2.2.
const luminance = (color) => {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

// The curve's colour, mixed with ink until it stands out from the paper by 3:1.
const readable = (hex, paper, ink) => {
  let color = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  for (let i = 0; i < 20 && contrast(color, paper) < 3; i++) {
    color = color.map((part, k) => Math.round(part + 0.12 * (ink[k] - part)));
  }
  return color;
};
