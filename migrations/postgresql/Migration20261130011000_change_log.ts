import { Migration } from '@mikro-orm/migrations';

/** The changes of commits, for a server that lost its connection for notifications; found by their transactions. */
export class Migration20261130011000_change_log extends Migration {
  override name = 'Migration20261130011000_change_log';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "change_log" ("position" bigint generated always as identity primary key, "at" timestamptz not null default now(), "transaction_id" bigint not null default txid_current(), "change" text not null);`,
    );
    this.addSql(`create index "change_log_transaction_id_index" on "change_log" ("transaction_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "change_log" cascade;`);
  }
}
