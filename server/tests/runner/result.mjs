/** Turns what jest-circus says of a suite into what jest reports of it. */

const statusOf = ({ status, errors }) =>
  status === 'skip' ? 'pending' : status === 'todo' ? 'todo' : errors.length > 0 ? 'failed' : 'passed';

function caseResultOf(one) {
  const names = one.testPath.slice(1); // the first is the file's
  return {
    ancestorTitles: names.slice(0, -1),
    title: names.at(-1),
    fullName: names.join(' '),
    duration: one.duration,
    status: statusOf(one),
    failureMessages: one.errors,
    failureDetails: [],
    numPassingAsserts: 0,
    invocations: one.invocations,
    location: one.location,
    retryReasons: [],
  };
}

const describeFailure = ({ ancestorTitles, title, failureMessages }) =>
  `  ● ${[...ancestorTitles, title].join(' › ')}\n\n${failureMessages.join('\n').replace(/^/gm, '    ')}\n`;

export function resultOf(testFilePath, { start, end, cases, unhandledErrors }) {
  const testResults = cases.map(caseResultOf);
  const casesThat = (status) => testResults.filter((one) => one.status === status);
  const failed = casesThat('failed');
  const runtime = end - start;
  return {
    testFilePath,
    testResults,
    numPassingTests: casesThat('passed').length,
    numFailingTests: failed.length,
    numPendingTests: casesThat('pending').length,
    numTodoTests: casesThat('todo').length,
    failureMessage: [...failed.map(describeFailure), ...unhandledErrors].join('\n') || null,
    testExecError:
      unhandledErrors.length > 0 ? { message: unhandledErrors.join('\n'), stack: '' } : undefined,
    perfStats: { start, end, runtime, slow: runtime > 5000 },
    leaks: false,
    openHandles: [],
    skipped: false,
    snapshot: {
      added: 0,
      fileDeleted: false,
      matched: 0,
      unchecked: 0,
      uncheckedKeys: [],
      unmatched: 0,
      updated: 0,
    },
  };
}
