import { Migration } from '@mikro-orm/migrations';

/** The observed data of machines, in a schema of its own: no version and no history belong to it. */
export class Migration20261130012000_observed extends Migration {
  override name = 'Migration20261130012000_observed';

  override up(): void | Promise<void> {
    this.addSql(`create schema if not exists "observed";`);
    this.addSql(
      `create table "observed"."last_request" ("instance_id" text not null primary key, "uuid" text not null, "since" timestamptz not null, "at" timestamptz not null, "address" text null, "user_agent" text null, "path" text null, "status" int null, "with_token" boolean not null, "uses_tokens" boolean not null, "without_token" text null);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop schema if exists "observed" cascade;`);
  }
}
