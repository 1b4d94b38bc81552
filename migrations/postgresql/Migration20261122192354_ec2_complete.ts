import { Migration } from '@mikro-orm/migrations';

export class Migration20261122192354_ec2_complete extends Migration {
  override name = 'Migration20261122192354_ec2_complete';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "iam_role" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(64) not null, "given_profile_arn" text null, "instance_profile_id" varchar(128) not null, "sealed_credentials" text null, "credentials_expire_at" timestamptz null, "credentials_updated_at" timestamptz not null, "failure_code" varchar(128) null, "failure_message" text null, primary key ("id"));`,
    );
    this.addSql(`alter table "iam_role" add constraint "iam_role_name_unique" unique ("name");`);

    this.addSql(
      `create table "security_group" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(255) not null, "description" text not null default '', primary key ("id"));`,
    );
    this.addSql(`alter table "security_group" add constraint "security_group_name_unique" unique ("name");`);

    this.addSql(
      `create table "signing_key" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "generation" int not null, "certificate" text not null, "sealed_private_key" text not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "signing_key" add constraint "signing_key_generation_unique" unique ("generation");`,
    );

    this.addSql(
      `create table "maintenance_event" ("id" varchar(40) not null, "instance_id" varchar(40) not null, "code" varchar(64) not null, "description" varchar(255) not null, "not_before" timestamptz not null, "not_after" timestamptz null, "not_before_deadline" timestamptz null, "state" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "maintenance_event_instance_id_index" on "maintenance_event" ("instance_id");`);

    this.addSql(
      `create table "custom_metadata" ("instance_id" varchar(40) not null, "path" varchar(255) not null, "since" varchar(10) null, "bytes" bytea not null, primary key ("instance_id", "path"));`,
    );

    this.addSql(
      `create table "vpc" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(255) not null, "ipv4cidr_blocks" jsonb not null, "ipv6cidr_blocks" jsonb not null, primary key ("id"));`,
    );
    this.addSql(`alter table "vpc" add constraint "vpc_name_unique" unique ("name");`);

    this.addSql(
      `create table "subnet" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(255) not null, "vpc_id" varchar(40) not null, "ipv4cidr_block" varchar(18) null, "ipv6cidr_blocks" jsonb not null, "ipv4gateway" varchar(15) null, "ipv6gateway" varchar(45) null, "dns_servers" jsonb not null, "dhcp" boolean not null default true, primary key ("id"));`,
    );
    this.addSql(`alter table "subnet" add constraint "subnet_name_unique" unique ("name");`);
    this.addSql(`create index "subnet_vpc_id_index" on "subnet" ("vpc_id");`);

    this.addSql(
      `create table "group_membership" ("interface_id" varchar(40) not null, "group_id" varchar(40) not null, "instance_id" varchar(40) not null, "position" int not null, primary key ("interface_id", "group_id"));`,
    );
    this.addSql(`create index "group_membership_group_id_index" on "group_membership" ("group_id");`);
    this.addSql(`create index "group_membership_instance_id_index" on "group_membership" ("instance_id");`);

    this.addSql(
      `alter table "instance" add "given_project_id" varchar(255) null, add "instance_action" varchar(255) not null default 'none', add "billing_products" jsonb not null default '[]', add "monitoring" varchar(255) null, add "hibernation_configured" boolean null, add "outpost_arn" varchar(255) null, add "uuid" varchar(36) not null default gen_random_uuid(), add "notices_spot_action" text null, add "notices_spot_time" timestamptz null, add "notices_spot_notice_time" timestamptz null, add "notices_rebalance_notice_time" timestamptz null, add "notices_target_lifecycle_state" varchar(40) null, add "iam_role_id" varchar(40) null, add "identity_role_id" varchar(40) null, add "encrypted_password" text null;`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_iam_role_id_foreign" foreign key ("iam_role_id") references "iam_role" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_identity_role_id_foreign" foreign key ("identity_role_id") references "iam_role" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "instance" alter column "instance_action" drop default, alter column "billing_products" drop default, alter column "uuid" drop default;`,
    );
    this.addSql(`alter table "instance" add constraint "instance_uuid_unique" unique ("uuid");`);
    this.addSql(`create index "instance_iam_role_id_index" on "instance" ("iam_role_id");`);
    this.addSql(`create index "instance_identity_role_id_index" on "instance" ("identity_role_id");`);
    this.addSql(
      `alter table "instance" add constraint "instance_notices_spot_action_check" check ("notices_spot_action" in ('terminate', 'stop', 'hibernate'));`,
    );

    this.addSql(
      `alter table "network_interface" add "ipv4prefixes" jsonb not null default '[]', add "ipv6prefixes" jsonb not null default '[]', add "subnet_id" varchar(40) null;`,
    );
    this.addSql(
      `alter table "network_interface" add constraint "network_interface_subnet_id_foreign" foreign key ("subnet_id") references "subnet" ("id") on delete set null;`,
    );
    this.addSql(`create index "network_interface_subnet_id_index" on "network_interface" ("subnet_id");`);

    // Groups were names in a list of the instance: now each is a record with every interface in it, as served before.
    this.addSql(
      `insert into "network_interface" ("id", "instance_id", "device_number") select 'eni-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 17), "id", 0 from "instance" where not exists (select 1 from "network_interface" as "one" where "one"."instance_id" = "instance"."id");`,
    );
    this.addSql(
      `insert into "security_group" ("id", "created_at", "updated_at", "name") select 'sg-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 17), now(), now(), "name" from (select distinct jsonb_array_elements_text("security_groups") as "name" from "instance") as "names";`,
    );
    this.addSql(
      `insert into "group_membership" ("interface_id", "group_id", "instance_id", "position") select "one"."id", "security_group"."id", "instance"."id", min("place") - 1 from "instance" cross join lateral jsonb_array_elements_text("security_groups") with ordinality as "listed" ("value", "place") join "security_group" on "name" = "value" join "network_interface" as "one" on "one"."instance_id" = "instance"."id" group by "one"."id", "security_group"."id", "instance"."id";`,
    );
    this.addSql(`alter table "instance" drop column "security_groups";`);

    this.addSql(
      `alter table "maintenance_event" add constraint "maintenance_event_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "maintenance_event" add constraint "maintenance_event_state_check" check ("state" in ('active', 'completed', 'canceled'));`,
    );

    this.addSql(
      `alter table "custom_metadata" add constraint "custom_metadata_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "subnet" add constraint "subnet_vpc_id_foreign" foreign key ("vpc_id") references "vpc" ("id");`,
    );

    this.addSql(
      `alter table "group_membership" add constraint "group_membership_interface_id_foreign" foreign key ("interface_id") references "network_interface" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "group_membership" add constraint "group_membership_group_id_foreign" foreign key ("group_id") references "security_group" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "group_membership" add constraint "group_membership_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on delete cascade;`,
    );

    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_actor_kind_check";`);
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_actor_kind_check" check ("actor_kind" in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_actor_kind_check";`);
    this.addSql(`update "audit_entry" set "actor_kind" = 'NOBODY' where "actor_kind" = 'GUEST';`);
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_actor_kind_check" check ("actor_kind" in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY'));`,
    );

    this.addSql(`alter table "instance" add "security_groups" jsonb not null default '[]';`);
    this.addSql(
      `update "instance" set "security_groups" = coalesce((select jsonb_agg("name" order by "place") from (select "name", min("position") as "place" from "group_membership" join "security_group" on "security_group"."id" = "group_id" where "group_membership"."instance_id" = "instance"."id" group by "name") as "names"), '[]');`,
    );
    this.addSql(`alter table "instance" alter column "security_groups" drop default;`);
    this.addSql(`alter table "instance" drop constraint "instance_iam_role_id_foreign";`);
    this.addSql(`alter table "instance" drop constraint "instance_identity_role_id_foreign";`);
    this.addSql(`alter table "group_membership" drop constraint "group_membership_group_id_foreign";`);
    this.addSql(`alter table "subnet" drop constraint "subnet_vpc_id_foreign";`);
    this.addSql(`alter table "network_interface" drop constraint "network_interface_subnet_id_foreign";`);

    this.addSql(`drop table if exists "iam_role" cascade;`);
    this.addSql(`drop table if exists "security_group" cascade;`);
    this.addSql(`drop table if exists "signing_key" cascade;`);
    this.addSql(`drop table if exists "maintenance_event" cascade;`);
    this.addSql(`drop table if exists "custom_metadata" cascade;`);
    this.addSql(`drop table if exists "vpc" cascade;`);
    this.addSql(`drop table if exists "subnet" cascade;`);
    this.addSql(`drop table if exists "group_membership" cascade;`);

    this.addSql(`alter table "instance" drop constraint "instance_uuid_unique";`);
    this.addSql(`drop index "instance_iam_role_id_index";`);
    this.addSql(`drop index "instance_identity_role_id_index";`);
    this.addSql(`alter table "instance" drop constraint "instance_notices_spot_action_check";`);
    this.addSql(
      `alter table "instance" drop column "given_project_id", drop column "instance_action", drop column "billing_products", drop column "monitoring", drop column "hibernation_configured", drop column "outpost_arn", drop column "uuid", drop column "notices_spot_action", drop column "notices_spot_time", drop column "notices_spot_notice_time", drop column "notices_rebalance_notice_time", drop column "notices_target_lifecycle_state", drop column "iam_role_id", drop column "identity_role_id", drop column "encrypted_password";`,
    );

    this.addSql(`drop index "network_interface_subnet_id_index";`);
    this.addSql(
      `alter table "network_interface" drop column "ipv4prefixes", drop column "ipv6prefixes", drop column "subnet_id";`,
    );
  }
}
