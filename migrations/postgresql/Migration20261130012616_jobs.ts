import { Migration } from '@mikro-orm/migrations';

export class Migration20261130012616_jobs extends Migration {
  override name = 'Migration20261130012616_jobs';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "job" ("id" varchar(40) not null, "kind" text not null, "state" text not null default 'QUEUED', "actor_kind" text not null, "actor_id" varchar(40) not null, "actor_name" varchar(255) not null, "request_id" varchar(64) not null, "input" jsonb null, "total" int not null default 0, "done" int not null default 0, "failed" int not null default 0, "failures" jsonb not null default '[]', "error" text null, "created_at" timestamptz not null, "started_at" timestamptz null, "ended_at" timestamptz null, "runner" varchar(255) null, "leased_until" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "job_ended_at_index" on "job" ("ended_at");`);
    this.addSql(`create index "job_actor_id_created_at_index" on "job" ("actor_id", "created_at");`);
    this.addSql(`create index "job_state_index" on "job" ("state");`);

    this.addSql(
      `create table "job_target" ("job" varchar(40) not null, "record" varchar(40) not null, primary key ("job", "record"));`,
    );

    this.addSql(
      `alter table "job" add constraint "job_kind_check" check ("kind" in ('UPDATE_INSTANCES', 'DELETE_INSTANCES'));`,
    );
    this.addSql(
      `alter table "job" add constraint "job_state_check" check ("state" in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));`,
    );
    this.addSql(
      `alter table "job" add constraint "job_actor_kind_check" check ("actor_kind" in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "job" cascade;`);
    this.addSql(`drop table if exists "job_target" cascade;`);
  }
}
