import { Migration } from '@mikro-orm/migrations';

export class Migration20261129053241_sign_in_links extends Migration {
  override name = 'Migration20261129053241_sign_in_links';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "sign_in_link" ("user_id" varchar(40) not null, "link" varchar(45) not null, "last_at" timestamptz not null, primary key ("user_id", "link"));`,
    );

    this.addSql(
      `alter table "sign_in_link" add constraint "sign_in_link_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "sign_in_link" cascade;`);
  }
}
