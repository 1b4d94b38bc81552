/** Creates jobs over GraphQL and follows them, as a script does. */
import { eventually } from './eventually.ts';
import type { AskOptions, GraphqlClient } from './graphql-client.ts';

const fields = `id kind state total done failed error actorName requestId startedAt endedAt
  failures { subjectId subjectName code message hint }`;

const byFilter = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { count job { ${fields} } } }`;

export const updateByFilter = byFilter('updateInstancesByFilter');
export const deleteByFilter = byFilter('deleteInstancesByFilter');
export const cancelJob = `mutation ($input: CancelJobInput!) { cancelJob(input: $input) { job { ${fields} } } }`;

export interface JobFacts {
  id: string;
  kind: string;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  total: number;
  done: number;
  failed: number;
  error: string | null;
  actorName: string;
  requestId: string;
  startedAt: string | null;
  endedAt: string | null;
  failures: {
    subjectId: string;
    subjectName: string | null;
    code: string;
    message: string;
    hint: string | null;
  }[];
}

/** Reads the current state of a job. */
export async function jobNow(asked: GraphqlClient, id: string, options?: AskOptions): Promise<JobFacts> {
  const query = `query ($id: ID!) { job(id: $id) { ${fields} } }`;
  return (await asked.data<{ job: JobFacts }>(query, { id }, options)).job;
}

/** Waits until a job satisfies `isSo`, and returns it. */
export const jobWhen = (
  asked: GraphqlClient,
  id: string,
  { isSo, ...options }: AskOptions & { isSo: (job: JobFacts) => boolean },
): Promise<JobFacts> =>
  eventually(async () => {
    const job = await jobNow(asked, id, options);
    if (!isSo(job)) throw new Error(`the job is ${job.state}, ${job.done} of ${job.total} are done`);
    return job;
  }, 120_000);

const hasEnded = ({ endedAt }: JobFacts) => endedAt !== null;

/** Creates a job, waits for its end and returns it. */
export async function jobDone(
  asked: GraphqlClient,
  mutation: string,
  { input, as }: { input: object; as?: AskOptions['as'] },
): Promise<JobFacts> {
  const options = as === undefined ? {} : { as };
  const made = await asked.data<Record<string, { job: JobFacts }>>(mutation, { input }, options);
  return jobEnd(asked, Object.values(made)[0]!.job.id, options);
}

/** Waits for the end of a job, and returns it. */
export const jobEnd = (asked: GraphqlClient, id: string, options?: AskOptions): Promise<JobFacts> =>
  jobWhen(asked, id, { isSo: hasEnded, ...options });
