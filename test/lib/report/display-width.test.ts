import assert from 'node:assert/strict';
import stringWidth from 'string-width';
import displayWidth from '../../../lib/report/display-width.js';

describe('the width of a text', () => {
  for (const text of [
    '',
    'main.(*Server).Serve[go.shop/…]',
    'グラフを描く',
    'ｆｕｌｌ half',
    'e\u0301te\u0301',
    '😀👩\u200d👩\u200d👧🇩🇪❤\ufe0f1\ufe0f\u20e3',
    '한국어',
    'a\u200bb\u2060',
    'Ünïcödé·→',
    '\ud800lone',
  ])
    it(`is string-width's for ${JSON.stringify(text)}`, () => {
      assert.equal(displayWidth(text), stringWidth(text));
    });
});
