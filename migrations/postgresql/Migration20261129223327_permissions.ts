import { Migration } from '@mikro-orm/migrations';

export class Migration20261129223327_permissions extends Migration {
  override name = 'Migration20261129223327_permissions';

  override up(): void | Promise<void> {
    this.addSql(`alter table "api_token" drop constraint "api_token_role_check";`);
    this.addSql(`alter table "api_token" add "roles_assign" boolean not null default false;`);
    this.addSql(
      `alter table "api_token" add constraint "api_token_role_check" check ("role" in ('VIEWER', 'AUDITOR', 'OPERATOR', 'SUPERUSER'));`,
    );

    this.addSql(`alter table "user" drop constraint "user_role_check";`);
    this.addSql(`alter table "user" add "roles_assign" boolean not null default false;`);
    this.addSql(
      `alter table "user" add constraint "user_role_check" check ("role" in ('VIEWER', 'AUDITOR', 'OPERATOR', 'SUPERUSER'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "api_token" drop constraint "api_token_role_check";`);
    this.addSql(`alter table "api_token" drop column "roles_assign";`);
    this.addSql(
      `alter table "api_token" add constraint "api_token_role_check" check ("role" in ('VIEWER', 'OPERATOR', 'SUPERUSER'));`,
    );

    this.addSql(`alter table "user" drop constraint "user_role_check";`);
    this.addSql(`alter table "user" drop column "roles_assign";`);
    this.addSql(
      `alter table "user" add constraint "user_role_check" check ("role" in ('VIEWER', 'OPERATOR', 'SUPERUSER'));`,
    );
  }
}
