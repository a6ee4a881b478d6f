/** Entry of the script inside an SVG: click zooms, / or Ctrl+F searches, Esc goes back. Runs only where the viewer lets it. */

interface Box {
  readonly group: SVGGElement;
  readonly rect: SVGRectElement;
  readonly text: SVGTextElement | null;
  readonly title: string;
  readonly x: number;
  readonly wide: number;
  readonly y: number;
  readonly words: string;
}

const SIDE = 8;
const LETTER = 6.65;
/** Left free at the right of each box, as the picture was drawn. */
const GAP = 0.6;

function start(): void {
  const picture = document.documentElement as unknown as SVGSVGElement;
  const width = picture.viewBox.baseVal.width;
  const boxes: Box[] = [...document.querySelectorAll<SVGGElement>('#boxes > g')].map((group) => {
    const rect = group.querySelector('rect')!;
    const text = group.querySelector('text');
    const title = group.querySelector('title')!.textContent!;
    return {
      group,
      rect,
      text,
      title,
      x: rect.x.baseVal.value,
      wide: rect.width.baseVal.value + GAP,
      y: rect.y.baseVal.value,
      words: title.replace(/ \([^(]*\)[^(]*$/, ''),
    };
  });
  const found = document.getElementById('found')!;
  const all = boxes[0]!;

  function zoom(to: Box): void {
    const scale = (width - 2 * SIDE) / to.wide;
    const down = boxes.length > 1 && boxes.some((box) => box.y < all.y) ? -1 : 1;
    for (const box of boxes) {
      const above = (to.y - box.y) * down > 0;
      const around = box.x <= to.x + 0.01 && box.x + box.wide >= to.x + to.wide - 0.01;
      const inside = !above && box.x >= to.x - 0.01 && box.x + box.wide <= to.x + to.wide + 0.7;
      box.group.style.display = (above && around) || inside ? '' : 'none';
      const x = above ? SIDE : SIDE + (box.x - to.x) * scale;
      const wide = above ? width - 2 * SIDE : box.wide * scale;
      box.rect.setAttribute('x', String(x));
      box.rect.setAttribute('width', String(Math.max(0.3, wide - GAP)));
      box.group.style.opacity = above ? '0.6' : '';
      label(box, x, wide);
    }
  }

  function label(box: Box, x: number, wide: number): void {
    const letters = Math.floor((wide - 6) / LETTER);
    if (box.text === null && letters < 2) return;
    const text = box.text ?? box.group.querySelector('text') ?? newText(box);
    text.setAttribute('x', String(x + 3));
    text.textContent =
      letters < 2
        ? ''
        : box.words.length <= letters
          ? box.words
          : `${box.words.slice(box.words.lastIndexOf('/') + 1).slice(0, letters - 1)}…`;
  }

  function newText(box: Box): SVGTextElement {
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    text.setAttribute('y', String(box.y + 12));
    box.group.append(text);
    return text;
  }

  function search(query: string): void {
    const lower = query.toLowerCase();
    const spans: [number, number][] = [];
    for (const box of boxes) {
      const hit = query !== '' && box !== all && box.words.toLowerCase().includes(lower);
      box.group.classList.toggle('m', hit);
      if (hit) spans.push([box.x, box.x + box.wide]);
    }
    // Boxes below one another overlap: each part of the width counts once.
    spans.sort((a, b) => a[0] - b[0]);
    let [sum, end] = [0, 0];
    for (const [from, to] of spans) {
      sum += Math.max(0, to - Math.max(from, end));
      end = Math.max(end, to);
    }
    found.textContent = query === '' ? '' : `"${query}": ${((sum / all.wide) * 100).toFixed(1)} % of all`;
  }

  for (const box of boxes) {
    box.group.style.cursor = 'pointer';
    box.group.addEventListener('click', () => zoom(box));
    box.group.addEventListener('mouseenter', () => {
      if (!found.textContent!.startsWith('"')) found.textContent = box.title;
    });
  }
  window.addEventListener('keydown', (event) => {
    if (event.key === '/' || (event.key === 'f' && (event.ctrlKey || event.metaKey)) || event.key === 'F3') {
      event.preventDefault();
      search(window.prompt('Search functions') ?? '');
    } else if (event.key === 'Escape') {
      search('');
      zoom(all);
    }
  });
}

start();
