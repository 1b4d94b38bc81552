import { Field, ObjectType } from 'type-graphql';
import { InstancePayload } from '../instances/instance.payloads.ts';
import { MaintenanceEvent } from './maintenance-event.entity.ts';

@ObjectType({ description: 'What a mutation did to a maintenance of an instance.', simpleResolvers: true })
export class MaintenancePayload extends InstancePayload {
  @Field(() => MaintenanceEvent, { nullable: true, description: 'The maintenance as it is now.' })
  maintenanceEvent?: MaintenanceEvent;
}
