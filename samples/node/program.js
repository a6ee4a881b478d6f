// Renders pages, reads JSON and log lines, sorts, hashes, packs and saves: ordinary JavaScript, the same work each time.
// Usage: node program.js [ROUNDS]
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const zlib = require('node:zlib');

const rounds = Number(process.argv[2] ?? 130);
if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 1000)) {
  console.error('usage: node program.js ROUNDS (1 to 1000)');
  process.exit(2);
}

/** A small linear congruential generator, so that the data are the same on every machine. */
function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function makeArticles(count, random) {
  const words = 'profile sample stack frame thread cache queue index table parser server client'.split(' ');
  const phrase = (length) => Array.from({ length }, () => words[random(words.length)]).join(' ');
  return Array.from({ length: count }, (_, id) => ({
    id,
    title: phrase(4),
    author: { name: `Author <${random(50)}>`, city: phrase(1) },
    tags: Array.from({ length: 1 + random(4) }, () => phrase(1)),
    body: phrase(40),
    score: random(1000) / 10,
  }));
}

function makeLog(count, random) {
  const lines = [];
  for (let i = 0; i < count; i++) {
    const address = `10.${random(4)}.${random(256)}.${random(256)}`;
    const status = [200, 200, 200, 301, 404, 500][random(6)];
    lines.push(`${address} - - [24/Nov/2026:07:${10 + random(50)}:${10 + random(50)} +0000] "GET /articles/${random(300)} HTTP/1.1" ${status} ${random(90000)}`);
  }
  return lines.join('\n');
}

const ESCAPES = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;']]);

function escapeHtml(text) {
  return String(text).replace(/[&<>"]/g, (character) => ESCAPES.get(character));
}

/** Cuts a template at {{path}} and {{#each path}}...{{/each}} into nodes. */
function compileTemplate(source) {
  const root = { parts: [] };
  const open = [root];
  let from = 0;
  for (const match of source.matchAll(/\{\{(#each |\/each|)([\w.]*)\}\}/g)) {
    const top = open[open.length - 1];
    top.parts.push(source.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] === '/each') {
      open.pop();
    } else if (match[1] === '') {
      top.parts.push({ path: match[2].split('.') });
    } else {
      const each = { each: match[2].split('.'), parts: [] };
      top.parts.push(each);
      open.push(each);
    }
  }
  root.parts.push(source.slice(from));
  return root;
}

function lookUp(value, path) {
  for (const key of path) {
    if (key !== 'this') value = value?.[key];
  }
  return value ?? '';
}

function renderTemplate(node, value) {
  let html = '';
  for (const part of node.parts) {
    if (typeof part === 'string') html += part;
    else if (part.path !== undefined) html += escapeHtml(lookUp(value, part.path));
    else for (const item of lookUp(value, part.each)) html += renderTemplate(part, item);
  }
  return html;
}

function summarizeLog(text) {
  const pattern = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\w+) (\S+) [^"]*" (\d{3}) (\d+)$/gm;
  const bytesByPath = new Map();
  for (const [, , , , path, status, bytes] of text.matchAll(pattern)) {
    if (status === '200') bytesByPath.set(path, (bytesByPath.get(path) ?? 0) + Number(bytes));
  }
  return [...bytesByPath].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

function sortArticles(articles) {
  return articles.sort((a, b) => a.title.localeCompare(b.title) || b.score - a.score || a.id - b.id);
}

/** Each distinct word of a page and where it stands, as a search index has it: many small objects, most of them short-lived. */
function indexWords(articles) {
  const places = new Map();
  for (const { id, body } of articles) {
    let at = 0;
    for (const word of body.split(' ')) {
      let list = places.get(word);
      if (list === undefined) places.set(word, (list = []));
      list.push({ id, at });
      at += word.length + 1;
    }
  }
  return places;
}

/** As a server keeps its pages: packed, under the name of their hash. */
function savePage(html) {
  const packed = zlib.gzipSync(html.slice(0, 200000), { level: 1 });
  const name = `page-${createHash('sha256').update(html).digest('hex').slice(0, 16)}.gz`;
  fs.writeFileSync(name, packed);
  const { size } = fs.statSync(name);
  fs.unlinkSync(name);
  return size;
}

const PAGE = compileTemplate(
  '<h1>{{title}}</h1>{{#each articles}}<article id="{{id}}"><h2>{{title}}</h2>' +
    '<p class="by">{{author.name}}, {{author.city}}</p><p>{{body}}</p>' +
    '<ul>{{#each tags}}<li>{{this}}</li>{{/each}}</ul></article>{{/each}}',
);

function main() {
  const random = randomNumbers(7);
  const json = JSON.stringify(makeArticles(1500, random));
  const log = makeLog(6000, random);
  let saved = 0;
  let words = 0;
  let busiest = '';
  for (let round = 0; round < rounds; round++) {
    const articles = sortArticles(JSON.parse(json));
    saved += savePage(renderTemplate(PAGE, { title: `Round ${round}`, articles }));
    words = indexWords(articles).size;
    busiest = summarizeLog(log)[0].join(' ');
  }
  console.log(`${saved} bytes saved, ${words} words, busiest ${busiest}`);
}

main();
