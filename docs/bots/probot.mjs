// A Probot app that reviews pull requests as they are opened and pushed to: one comment, one check run. See probot.md.
import { delimiter } from 'node:path';
import { checkRunRequests, planComment } from 'flameworth';
import { reviewInWorker } from 'flameworth/worker';

const EVENTS = ['pull_request.opened', 'pull_request.reopened', 'pull_request.synchronize'];

export default (app) => {
  app.on(EVENTS, async (context) => {
    const { FLAMEWORTH_LOGIN, FLAMEWORTH_PROFILES } = process.env;
    const { pull_request: pull, repository } = context.payload;
    const { paginate, rest } = context.octokit;
    const files = await paginate(rest.pulls.listFiles, context.pullRequest({ per_page: 100 }));
    const patch = files.map(({ filename, previous_filename, status, patch: hunks }) => ({
      filename,
      previous_filename,
      status,
      patch: hunks,
    }));
    // In a thread, so that a large profile holds up no other event, and bounded, since patches are anybody's.
    const review = await reviewInWorker(
      { profiles: FLAMEWORTH_PROFILES.split(delimiter), patch },
      { timeoutMs: 60_000, maxMemoryMb: 1024 },
    );
    const options = {
      tool: { name: 'flameworth', version: 'probot' },
      repositoryUrl: repository.html_url,
      sha: pull.head.sha,
    };
    const comments = await paginate(rest.issues.listComments, context.issue({ per_page: 100 }));
    const plan = planComment(review, comments, { ...options, login: FLAMEWORTH_LOGIN });
    if (plan.action === 'create') await rest.issues.createComment(context.issue({ body: plan.body }));
    if (plan.action === 'update')
      await rest.issues.updateComment(context.repo({ comment_id: plan.id, body: plan.body }));
    const [create, ...updates] = checkRunRequests(review, options);
    const { data: run } = await rest.checks.create(context.repo(create));
    for (const update of updates) await rest.checks.update(context.repo({ check_run_id: run.id, ...update }));
  });
};
