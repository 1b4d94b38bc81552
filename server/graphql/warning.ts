import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum WarningCode {
  TOKENS_REQUIRED_BUT_UNUSED = 'TOKENS_REQUIRED_BUT_UNUSED',
  TOKENS_MAY_BE_UNUSED = 'TOKENS_MAY_BE_UNUSED',
  MACHINES_STAY_OUTSIDE = 'MACHINES_STAY_OUTSIDE',
}

registerEnumType(WarningCode, {
  name: 'WarningCode',
  description: 'The possible subjects of warnings.',
  valuesConfig: {
    TOKENS_REQUIRED_BUT_UNUSED: {
      description:
        'Session tokens are required, and a client of the instance has sent a request without one.',
    },
    TOKENS_MAY_BE_UNUSED: {
      description: 'Session tokens are required, and the instance has not been seen with one yet.',
    },
    MACHINES_STAY_OUTSIDE: {
      description: 'Instances that have addresses in a subnet were not put into it.',
    },
  },
});

/** A warning of something that is allowed and will probably not do what the caller wanted. */
@ObjectType({
  description: 'A warning about something that is allowed but probably not intended.',
  simpleResolvers: true,
})
export class Warning {
  @Field(() => WarningCode, { description: 'The subject of the warning; a code never changes its meaning.' })
  code!: WarningCode;
  @Field(() => String, { description: 'A description of the problem, in one sentence.' })
  message!: string;
  @Field(() => String, { description: 'Advice on how to fix the problem.' })
  hint!: string;
}
