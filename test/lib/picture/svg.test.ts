import assert from 'node:assert/strict';
import { flameOf } from '../../../lib/picture/build.js';
import { shortName } from '../../../lib/picture/short-name.js';
import { flameSvg } from '../../../lib/picture/svg.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { seeded } from '../../support/random.js';

describe('an SVG flame graph', () => {
  const svg = flameSvg(flameOf(select(profileOf(['main;a;x 6', 'main;b 3', 'idle 1']))));

  it('has a titled box for each frame, as wide as its part', () => {
    assert.match(svg, /<title>a \(60\.0%, 6ns\)<\/title>\n<rect x="8" y="80" width="709\.8"/);
    assert.equal(svg.match(/<title>/g)!.length, 6);
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="1200"/);
  });

  it('keeps hostile names text', () => {
    const names = ['<script>alert(1)</script>', '"]]>', '\u0000\u0007\u202e', '\ud800', 'a&b'];
    const hostile = flameSvg(flameOf(select(profileOf(names.map((name) => `main;${name} 1`)))), {
      script: false,
    });
    assert.doesNotMatch(hostile, /<script|\]\]>|[\u0000-\u0008\u202e\ud800]/);
    assert.match(hostile, /&#60;script&#62;/);
    assert.match(hostile, /a&#38;b/);
  });

  it('stays within its bytes, however many frames there are', () => {
    const random = seeded(7);
    const rows = Array.from(
      { length: 20_000 },
      () =>
        `main;f${Math.floor(random() * 20)};g${Math.floor(random() * 20)};${'long'.repeat(200)}${Math.floor(random() * 5)} 1`,
    );
    const large = flameSvg(flameOf(select(profileOf(rows))));
    assert.ok(Buffer.byteLength(large) <= 500_000, String(Buffer.byteLength(large)));
    assert.ok(large.match(/<rect/g)!.length > 500);
  });

  it('has no script where none is wanted, and roots at the bottom where that is', () => {
    const plain = flameSvg(flameOf(select(profileOf(['a;b 1']))), { script: false, inverted: true });
    assert.doesNotMatch(plain, /<script/);
    assert.ok(plain.indexOf('y="80"') < plain.indexOf('y="46"'));
  });
});

describe('a name cut to its box', () => {
  it('keeps the part that tells', () => {
    const cases: [string, number, string][] = [
      ['net/http.(*conn).serve', 30, 'net/http.(*conn).serve'],
      ['net/http.(*conn).serve', 18, 'http.(*conn).serve'],
      ['net/http.(*conn).serve', 14, '(*conn).serve'],
      ['net/http.(*conn).serve', 6, 'serve'],
      ['net/http.(*conn).serve', 4, 'ser…'],
      ['x/y.', 2, 'y.'],
      ['std::vector<a::b>::push_back', 20, 'push_back'],
      ['plain_function', 8, 'plain_f…'],
      ['github.com/a/b.Map[github.com/c/d.T]', 24, 'b.Map[github.com/c/d.T]'],
    ];
    for (const [name, letters, expected] of cases) assert.equal(shortName(name, letters), expected);
  });
});
