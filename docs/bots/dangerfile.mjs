// Tells a review by Danger: the comment as Markdown, and each finding beside its line. See danger.md.
/* global danger, markdown, message, warn */
import { readFileSync } from 'node:fs';
import { renderComment, toCheckRun } from 'flameworth';

const { review } = JSON.parse(readFileSync('report.json', 'utf8'));

if (review.findings.length > 0) {
  const tool = { name: 'flameworth', version: 'danger' };
  const { html_url: repositoryUrl } = danger.github.pr.base.repo;
  markdown(renderComment(review, { tool, repositoryUrl, sha: danger.github.pr.head.sha }));
  for (const note of toCheckRun(review, { tool }).annotationBatches.flat()) {
    const tell = note.annotation_level === 'warning' ? warn : message;
    // The title comes first: Danger repeats the beginning, as it is, inside of an HTML comment.
    const told = `${note.title}: ${codeSpan(note.message)}`;
    // So it does with the path.
    if (isPlain(note.path)) tell(told, note.path, note.start_line);
    else tell(told);
  }
}

/** Names are input: a code span that no backtick inside can end. */
function codeSpan(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

function isPlain(path) {
  return /^[\w./@+-]+$/.test(path) && !path.includes('--');
}
