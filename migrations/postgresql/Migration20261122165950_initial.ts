import { Migration } from '@mikro-orm/migrations';

export class Migration20261122165950_initial extends Migration {
  override name = 'Migration20261122165950_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "api_token" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(255) not null, "role" text not null, "prefix" varchar(16) not null, "secret_hash" varchar(64) not null, "expires_at" timestamptz null, "last_used_at" timestamptz null, "revoked_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`alter table "api_token" add constraint "api_token_name_unique" unique ("name");`);
    this.addSql(
      `alter table "api_token" add constraint "api_token_secret_hash_unique" unique ("secret_hash");`,
    );

    this.addSql(
      `create table "audit_entry" ("id" varchar(40) not null, "at" timestamptz not null, "actor_kind" text not null, "actor_id" varchar(40) null, "actor_name" varchar(255) not null, "action" text not null, "subject_type" varchar(40) not null, "subject_id" varchar(40) not null, "subject_name" varchar(255) not null, "changes" jsonb not null, "request_id" varchar(64) null, primary key ("id"));`,
    );
    this.addSql(`create index "audit_entry_at_index" on "audit_entry" ("at");`);
    this.addSql(`create index "audit_entry_subject_id_at_index" on "audit_entry" ("subject_id", "at");`);

    this.addSql(
      `create table "ssh_key" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(255) not null, "public_key" text not null, "type" varchar(64) not null, "bits" int null, "fingerprint" varchar(64) not null, "comment" text not null, primary key ("id"));`,
    );
    this.addSql(`alter table "ssh_key" add constraint "ssh_key_name_unique" unique ("name");`);
    this.addSql(`create index "ssh_key_fingerprint_index" on "ssh_key" ("fingerprint");`);

    this.addSql(
      `create table "user" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "username" varchar(150) not null, "password_hash" varchar(255) not null, "role" text not null, "disabled" boolean not null default false, "last_sign_in_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`alter table "user" add constraint "user_username_unique" unique ("username");`);

    this.addSql(
      `create table "session" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "user_id" varchar(40) not null, "token_hash" varchar(64) not null, "expires_at" timestamptz not null, "address" varchar(45) not null, "user_agent" varchar(255) null, primary key ("id"));`,
    );
    this.addSql(`create index "session_user_id_index" on "session" ("user_id");`);
    this.addSql(`alter table "session" add constraint "session_token_hash_unique" unique ("token_hash");`);

    this.addSql(
      `create table "user_data" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(255) null, "content" bytea not null, "kind" text not null, "size" int not null, "sha256" varchar(64) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "user_data" add constraint "user_data_name_unique" unique ("name");`);

    this.addSql(
      `create table "instance" ("id" varchar(40) not null, "version" int not null default 1, "created_at" timestamptz not null, "updated_at" timestamptz not null, "public_hostname" varchar(255) null, "account_id" varchar(12) not null, "image_id" varchar(255) not null, "instance_type" varchar(255) not null, "architecture" varchar(255) not null, "availability_zone" varchar(255) not null, "availability_zone_id" varchar(255) not null, "region" varchar(255) not null, "launch_index" int not null, "reservation_id" varchar(255) not null, "life_cycle" varchar(255) not null, "ami_manifest_path" text not null, "profile" varchar(255) not null, "system" varchar(255) not null, "kernel_id" varchar(255) null, "ramdisk_id" varchar(255) null, "placement_group_name" varchar(255) null, "placement_host_id" varchar(255) null, "placement_partition_number" int null, "product_codes" jsonb not null, "ancestor_ami_ids" jsonb not null, "security_groups" jsonb not null, "block_devices" jsonb not null, "given_local_hostname" varchar(253) null, "instance_id" varchar(40) not null, "hostname" varchar(253) not null, "external_id" varchar(255) null, "launched_at" timestamptz not null, "metadata_options_http_endpoint" text not null default 'ENABLED', "metadata_options_http_tokens" text not null default 'OPTIONAL', "metadata_options_http_put_response_hop_limit" int not null default 1, "metadata_options_http_protocol_ipv6" text not null default 'DISABLED', "metadata_options_instance_metadata_tags" text not null default 'DISABLED', "user_data_id" varchar(40) null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_instance_id_unique" unique ("instance_id");`,
    );
    this.addSql(`alter table "instance" add constraint "instance_hostname_unique" unique ("hostname");`);
    this.addSql(
      `alter table "instance" add constraint "instance_external_id_unique" unique ("external_id");`,
    );
    this.addSql(`create index "instance_user_data_id_index" on "instance" ("user_data_id");`);

    this.addSql(
      `create table "tag" ("instance_id" varchar(40) not null, "key" varchar(128) not null, "value" varchar(256) not null, primary key ("instance_id", "key"));`,
    );
    this.addSql(`create index "tag_key_value_index" on "tag" ("key", "value");`);

    this.addSql(
      `create table "network_interface" ("id" varchar(40) not null, "instance_id" varchar(40) not null, "mac" varchar(17) null, "device_number" int not null, "network_card" int null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "network_interface" add constraint "network_interface_mac_unique" unique ("mac");`,
    );
    this.addSql(
      `alter table "network_interface" add constraint "network_interface_instance_id_device_number_network_card_unique" unique ("instance_id", "device_number", "network_card");`,
    );

    this.addSql(
      `create table "key_attachment" ("instance_id" varchar(40) not null, "key_id" varchar(40) not null, "position" int not null, primary key ("instance_id", "key_id"));`,
    );
    this.addSql(`create index "key_attachment_key_id_index" on "key_attachment" ("key_id");`);

    this.addSql(
      `create table "address" ("address" varchar(45) not null, "instance_id" varchar(40) not null, "interface_id" varchar(40) null, "position" int not null default 0, "public_address" varchar(45) null, primary key ("address"));`,
    );
    this.addSql(`create index "address_instance_id_index" on "address" ("instance_id");`);
    this.addSql(`create index "address_interface_id_index" on "address" ("interface_id");`);
    this.addSql(
      `alter table "address" add constraint "address_public_address_unique" unique ("public_address");`,
    );

    this.addSql(
      `alter table "api_token" add constraint "api_token_role_check" check ("role" in ('VIEWER', 'OPERATOR', 'SUPERUSER'));`,
    );

    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_actor_kind_check" check ("actor_kind" in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY'));`,
    );
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_action_check" check ("action" in ('CREATED', 'UPDATED', 'DELETED'));`,
    );

    this.addSql(
      `alter table "user" add constraint "user_role_check" check ("role" in ('VIEWER', 'OPERATOR', 'SUPERUSER'));`,
    );

    this.addSql(
      `alter table "session" add constraint "session_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "user_data" add constraint "user_data_kind_check" check ("kind" in ('cloud-config', 'script', 'multipart', 'gzip', 'other'));`,
    );

    this.addSql(
      `alter table "instance" add constraint "instance_user_data_id_foreign" foreign key ("user_data_id") references "user_data" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_metadata_options_http_endpoint_check" check ("metadata_options_http_endpoint" in ('ENABLED', 'DISABLED'));`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_metadata_options_http_tokens_check" check ("metadata_options_http_tokens" in ('OPTIONAL', 'REQUIRED'));`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_metadata_options_http_protocol_ipv6_check" check ("metadata_options_http_protocol_ipv6" in ('ENABLED', 'DISABLED'));`,
    );
    this.addSql(
      `alter table "instance" add constraint "instance_metadata_options_instance_metadata_tags_check" check ("metadata_options_instance_metadata_tags" in ('ENABLED', 'DISABLED'));`,
    );

    this.addSql(
      `alter table "tag" add constraint "tag_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "network_interface" add constraint "network_interface_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "key_attachment" add constraint "key_attachment_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "key_attachment" add constraint "key_attachment_key_id_foreign" foreign key ("key_id") references "ssh_key" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "address" add constraint "address_instance_id_foreign" foreign key ("instance_id") references "instance" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "address" add constraint "address_interface_id_foreign" foreign key ("interface_id") references "network_interface" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "key_attachment" drop constraint "key_attachment_key_id_foreign";`);
    this.addSql(`alter table "session" drop constraint "session_user_id_foreign";`);
    this.addSql(`alter table "instance" drop constraint "instance_user_data_id_foreign";`);
    this.addSql(`alter table "tag" drop constraint "tag_instance_id_foreign";`);
    this.addSql(`alter table "network_interface" drop constraint "network_interface_instance_id_foreign";`);
    this.addSql(`alter table "key_attachment" drop constraint "key_attachment_instance_id_foreign";`);
    this.addSql(`alter table "address" drop constraint "address_instance_id_foreign";`);
    this.addSql(`alter table "address" drop constraint "address_interface_id_foreign";`);

    this.addSql(`drop table if exists "api_token" cascade;`);
    this.addSql(`drop table if exists "audit_entry" cascade;`);
    this.addSql(`drop table if exists "ssh_key" cascade;`);
    this.addSql(`drop table if exists "user" cascade;`);
    this.addSql(`drop table if exists "session" cascade;`);
    this.addSql(`drop table if exists "user_data" cascade;`);
    this.addSql(`drop table if exists "instance" cascade;`);
    this.addSql(`drop table if exists "tag" cascade;`);
    this.addSql(`drop table if exists "network_interface" cascade;`);
    this.addSql(`drop table if exists "key_attachment" cascade;`);
    this.addSql(`drop table if exists "address" cascade;`);
  }
}
