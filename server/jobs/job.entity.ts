import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import type { Author } from '../audit/author.ts';
import { orderedDigits } from '../database/record-digits.ts';
import { Node } from '../database/record.ts';
import type { JobFailure } from './job-failure.ts';

export enum JobKind {
  UPDATE_INSTANCES = 'UPDATE_INSTANCES',
  DELETE_INSTANCES = 'DELETE_INSTANCES',
}

registerEnumType(JobKind, {
  name: 'JobKind',
  description: 'The possible kinds of jobs.',
  valuesConfig: {
    UPDATE_INSTANCES: { description: 'A job of updateInstancesByFilter, which updates instances.' },
    DELETE_INSTANCES: { description: 'A job of deleteInstancesByFilter, which deletes instances.' },
  },
});

export enum JobState {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(JobState, {
  name: 'JobState',
  description: 'The possible states of a job.',
  valuesConfig: {
    QUEUED: { description: 'The job waits for its turn: one job per user or token runs at a time.' },
    RUNNING: { description: 'The job is running.' },
    SUCCEEDED: { description: 'The job is complete.' },
    FAILED: {
      description: 'The job was stopped, as `error` says, or some objects were refused, as `failures` says.',
    },
    CANCELLED: { description: 'The job was cancelled; what was done before stays done.' },
  },
});

/** The states of jobs that have not ended. */
export const unended = [JobState.QUEUED, JobState.RUNNING];

/** The maximum number of failures that a job stores; all of them are counted. */
export const maxFailures = 100;

/** Work on many records that goes on after its mutation has been answered. */
@Entity()
@Index({ properties: ['state'] })
@Index({ properties: ['actorId', 'createdAt'] })
@ObjectType({
  implements: Node,
  description: 'Work on many objects that continues after the request for it.',
  simpleResolvers: true,
})
export class Job implements Node {
  static readonly idPrefix = 'job';

  @Field(() => ID, { description: 'The prefixed id, which never changes.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${Job.idPrefix}-${orderedDigits()}`;

  @Field(() => JobKind, { description: 'The kind of job.' })
  @Enum({ items: () => JobKind })
  kind!: JobKind;

  @Field(() => JobState, { description: 'The state of the job.' })
  @Enum({ items: () => JobState })
  state: JobState = JobState.QUEUED;

  @Field(() => ActorKind, { description: 'The kind of caller that requested the job.' })
  @Enum({ items: () => ActorKind })
  actorKind!: ActorKind;

  @Field(() => String, { description: 'The id of the user or token that requested the job.' })
  @Property({ type: 'string', length: 40 })
  actorId!: string;

  @Field(() => String, { description: 'The name of the user or token at that time.' })
  @Property({ type: 'string', length: 255 })
  actorName!: string;

  @Field(() => String, {
    description: 'The id of the request for the job, also named in the history of its changes.',
  })
  @Property({ type: 'string', length: 64 })
  requestId!: string;

  /** The parameters of the work, in the format of its kind. */
  @Property({ type: 'json', nullable: true })
  input: object | null = null;

  @Field(() => Int, { description: 'The total number of objects.' })
  @Property({ type: 'integer' })
  total: number = 0;

  @Field(() => Int, {
    description: 'The number of objects processed, including those that were already as requested.',
  })
  @Property({ type: 'integer' })
  done: number = 0;

  @Field(() => Int, { description: 'The number of objects refused.' })
  @Property({ type: 'integer' })
  failed: number = 0;

  @Property({ type: 'json', defaultRaw: "'[]'" })
  failures: JobFailure[] = [];

  @Field(() => String, {
    nullable: true,
    description: 'The reason why the job ended early; null if it did not.',
  })
  @Property({ type: 'text', nullable: true })
  error: string | null = null;

  @Field(() => Date, { description: 'The time of the request.' })
  @Property({ type: 'Date' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'The time at which the job started.' })
  @Property({ type: 'Date', nullable: true })
  startedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'The time at which the job ended.' })
  @Property({ type: 'Date', nullable: true, index: true })
  endedAt: Date | null = null;

  /** The server that works on it; no other server does until `leasedUntil`. */
  @Property({ type: 'string', length: 255, nullable: true })
  runner: string | null = null;

  @Property({ type: 'Date', nullable: true })
  leasedUntil: Date | null = null;

  constructor(given: Pick<Job, 'kind' | 'actorKind' | 'actorId' | 'actorName' | 'requestId' | 'createdAt'>) {
    Object.assign(this, given);
  }

  get title(): string {
    const act = this.kind === JobKind.DELETE_INSTANCES ? 'deletion' : 'update';
    return `${act} of ${this.total} ${this.total === 1 ? 'instance' : 'instances'}`;
  }

  /** The author of its changes. */
  get author(): Author {
    return { kind: this.actorKind, id: this.actorId, name: this.actorName, requestId: this.requestId };
  }

  get isEnded(): boolean {
    return !unended.includes(this.state);
  }

  /** Assigns it to a server, or extends the lease. */
  lease(runner: string, { now, until }: { now: Date; until: Date }): void {
    this.state = JobState.RUNNING;
    this.startedAt ??= now;
    this.runner = runner;
    this.leasedUntil = until;
  }

  /** Adds the result of a chunk. */
  count(worked: number, failures: JobFailure[]): void {
    this.done += worked - failures.length;
    this.failed += failures.length;
    if (this.failures.length < maxFailures && failures.length > 0)
      this.failures = [...this.failures, ...failures].slice(0, maxFailures);
  }

  /** Ends it after all its records were worked on. */
  finish(now: Date): void {
    this.end(this.failed > 0 ? JobState.FAILED : JobState.SUCCEEDED, now);
  }

  /** Ends it before all its records were worked on. */
  stop(state: JobState.FAILED | JobState.CANCELLED, { now, error }: { now: Date; error: string }): void {
    this.error = error;
    this.end(state, now);
  }

  private end(state: JobState, now: Date): void {
    this.state = state;
    this.endedAt = now;
    this.runner = null;
    this.leasedUntil = null;
  }
}
