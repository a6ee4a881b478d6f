import assert from 'node:assert/strict';
import { Diagnostics } from '../../../lib/base/diagnostics.js';
import { ProfileError } from '../../../lib/base/errors.js';
import { isInside, readPatch } from '../../../lib/review/patch.js';

const read = (patch: Parameters<typeof readPatch>[0], limit?: number) => {
  const diagnostics = new Diagnostics();
  return { ...readPatch(patch, diagnostics, limit), codes: diagnostics.list().map(({ code }) => code) };
};
const refuses = (patch: Parameters<typeof readPatch>[0], code: string, limit?: number): void =>
  assert.throws(
    () => read(patch, limit),
    (error) => error instanceof ProfileError && error.code === code,
  );

const TORTURE = `diff --git a/plain.go b/plain.go
index 1..2 100644
--- a/plain.go
+++ b/plain.go
@@ -3,4 +3,5 @@ func main() {
 keep
-old one
-old two
+new one
 keep
+put in
+put in too
@@ -20,2 +22,0 @@ func gone() {
-a
-b
diff --git a/src/old name.ts b/src/new name.ts
similarity index 90%
rename from src/old name.ts
rename to src/new name.ts
index 1..2 100644
--- a/src/old name.ts\t
+++ b/src/new name.ts\t
@@ -1 +1 @@
-x
+y
diff --git "a/caf\\303\\251.py" "b/caf\\303\\251.py"
index 1..2 100644
--- "a/caf\\303\\251.py"
+++ "b/caf\\303\\251.py"
@@ -7,0 +8,2 @@
+a
+b
diff --git a/logo.png b/logo.png
index 1..2 100644
Binary files a/logo.png and b/logo.png differ
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
diff --git a/fresh.rs b/fresh.rs
new file mode 100644
index 0..1
--- /dev/null
+++ b/fresh.rs
@@ -0,0 +1,2 @@
+a
+b
\\ No newline at end of file
diff --git a/dead.c b/dead.c
deleted file mode 100644
index 1..0
--- a/dead.c
+++ /dev/null
@@ -1,2 +0,0 @@
-a
-b
`;

describe('reading a patch', () => {
  it('takes renames, quoted names, binaries, modes, new and deleted files', () => {
    const { files, changedLines, codes } = read(TORTURE);
    assert.deepEqual(
      files.map(({ path, oldPath, status, isBinary }) => [path, oldPath, status, isBinary]),
      [
        ['plain.go', 'plain.go', 'modified', false],
        ['src/new name.ts', 'src/old name.ts', 'renamed', false],
        ['café.py', 'café.py', 'modified', false],
        ['logo.png', 'logo.png', 'modified', true],
        ['run.sh', 'run.sh', 'modified', false],
        ['fresh.rs', null, 'added', false],
        ['dead.c', 'dead.c', 'deleted', false],
      ],
    );
    assert.equal(changedLines, 15);
    assert.deepEqual(codes, []);
  });

  it('tells replaced, removed and added lines apart, on both sides', () => {
    const [plain, , cafe] = read(TORTURE).files;
    assert.deepEqual(plain!.edits, [
      { removed: { first: 4, last: 5 }, added: { first: 4, last: 4 }, oldAt: 4, newAt: 4 },
      { removed: null, added: { first: 6, last: 7 }, oldAt: 7, newAt: 6 },
      { removed: { first: 20, last: 21 }, added: null, oldAt: 20, newAt: 23 },
    ]);
    assert.deepEqual(cafe!.edits, [{ removed: null, added: { first: 8, last: 9 }, oldAt: 8, newAt: 8 }]);
  });

  it("takes GitHub's list of files, with and without patches", () => {
    const { files, codes } = read([
      { filename: 'a.go', status: 'modified', patch: '@@ -1,2 +1,2 @@\n keep\n-x\n+y' },
      { filename: 'b.go', previous_filename: 'c.go', status: 'renamed' },
      { filename: 'big.go', status: 'modified' },
      { filename: 'gone.go', status: 'removed', patch: '@@ -1 +0,0 @@\n-x' },
    ]);
    assert.deepEqual(
      files.map(({ path, oldPath, status, edits }) => [path, oldPath, status, edits.length]),
      [
        ['a.go', 'a.go', 'modified', 1],
        ['b.go', 'c.go', 'renamed', 0],
        ['big.go', 'big.go', 'modified', 0],
        ['gone.go', 'gone.go', 'deleted', 1],
      ],
    );
    assert.deepEqual(codes, ['patch-without-lines']);
  });

  it('takes a patch without prefixes and an empty one', () => {
    const patch = 'diff --git src/a.go src/a.go\n--- src/a.go\n+++ src/a.go\n@@ -1 +1 @@\n-x\n+y\n';
    assert.equal(read(patch).files[0]!.path, 'src/a.go');
    assert.deepEqual(read(' \n').files, []);
  });

  it('leaves out what leads out of the repository', () => {
    const { files, codes } = read([
      { filename: '../../etc/passwd', patch: '@@ -1 +1 @@\n-x\n+y' },
      { filename: '/etc/passwd', patch: '@@ -1 +1 @@\n-x\n+y' },
      { filename: 'C:/x.go', patch: '@@ -1 +1 @@\n-x\n+y' },
    ]);
    assert.deepEqual(files, []);
    assert.deepEqual(codes, ['patch-path-outside']);
    for (const path of ['', '/a', '\\a', 'a/../b', 'a\\..\\b', '..', 'a//b', 'a\0b', 'd:x'])
      assert.equal(isInside(path), false, path);
    for (const path of ['a', 'a/b.go', '..a/b', 'a b/c']) assert.equal(isInside(path), true, path);
  });

  it('refuses what is no unified diff, cut off, combined or too long', () => {
    refuses('hello\nworld\n', 'bad-value');
    refuses('--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n x\n', 'bad-value');
    refuses(
      'diff --cc a.go\nindex 1,2..3\n--- a/a.go\n+++ b/a.go\n@@@ -1,1 -1,1 +1,1 @@@\n  x\n',
      'unsupported',
    );
    refuses(TORTURE, 'limit', 100);
  });
});
