/** Names of places in an answer, `items[*].price`, and patterns over them. */

/** Where no member of a body is meant; a member's own name with a colon is quoted, so these cannot be one. */
export const STATUS = ':status';
export const BODY = ':body';
export const FAILURE = ':failure';
export const headerPath = (name: string): string => `header:${name}`;
export const formPath = (name: string): string => `form:${quoted(name)}`;

/** Indexes are one path: items[3] and items[4] go wrong by one cause. */
export const itemPath = (path: string): string => (path === BODY ? '[*]' : `${path}[*]`);

export function memberPath(path: string, name: string): string {
  const step = quoted(name);
  if (path === BODY) return step;
  return step.startsWith('[') ? `${path}${step}` : `${path}.${step}`;
}

const PLAIN_NAME = /^[A-Za-z0-9_$@-]+$/;

function quoted(name: string): string {
  return PLAIN_NAME.test(name) ? name : `[${JSON.stringify(name)}]`;
}

/** `*` is one name or a part of one, `**` any number of steps, `[*]` any place in an array; case counts. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const source = pattern.replace(
    /\*\*\.|\.?\*\*|\[\*\]|\*|[\\^$.|?+()[\]{}]/g,
    (token) => STEPS[token as keyof typeof STEPS] ?? `\\${token}`,
  );
  const matcher = new RegExp(`^${source}$`, 'su');
  return (path) => matcher.test(path);
}

const STEPS = {
  '**.': '(?:.*\\.)?',
  '.**': '(?:[.[].*)?',
  '**': '.*',
  '[*]': '\\[\\*\\]',
  '*': '[^.[\\]]*',
} as const;

const MONEY = /amount|balance|price|total|currency|coin|payout|refund|wallet|money|cents|discount|payment/i;
const FEE = /(?:^|[^A-Za-z])fees?(?![a-z])|[a-z]Fees?(?![a-z])/;

/** Whether a name on the path speaks of money: there nothing is tolerated, and no rule is suggested. */
export function isMoneyLike(path: string): boolean {
  return MONEY.test(path) || FEE.test(path);
}

const ID_STEP = /^(?:[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|[A-Za-z]{0,4}[_-]?[0-9]{3,})$/i;

/** `GET /v1/users/u00017/balance?x=1` becomes `GET /v1/users/{id}/balance`, so that one endpoint is one row. */
export function endpointOf(method: string, target: string): string {
  const path = target.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  const steps = path.split('/').map((step) => (ID_STEP.test(step) ? '{id}' : step));
  return `${method.toUpperCase()} ${steps.join('/') || '/'}`;
}
