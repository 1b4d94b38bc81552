import { graphql } from '../generated';

export const InstanceEventsFields = graphql(`
  fragment InstanceEvents on Instance {
    id
    hostname
    lifeCycle
    viewerCanUpdate
    events {
      spotInterruption {
        action
        time
        noticeTime
      }
      rebalanceRecommendation {
        noticeTime
      }
      targetLifecycleState
      maintenance {
        ...Maintenance
      }
    }
  }
  fragment Maintenance on MaintenanceEvent {
    id
    code
    description
    notBefore
    notAfter
    notBeforeDeadline
    state
  }
`);

export const ScheduleMaintenance = graphql(`
  mutation ScheduleMaintenance($input: ScheduleMaintenanceInput!) {
    done: scheduleMaintenance(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const RescheduleMaintenance = graphql(`
  mutation RescheduleMaintenance($input: RescheduleMaintenanceInput!) {
    done: rescheduleMaintenance(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const CompleteMaintenance = graphql(`
  mutation CompleteMaintenance($input: CompleteMaintenanceInput!) {
    done: completeMaintenance(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const CancelMaintenance = graphql(`
  mutation CancelMaintenance($input: CancelMaintenanceInput!) {
    done: cancelMaintenance(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const InterruptSpotInstance = graphql(`
  mutation InterruptSpotInstance($input: InterruptSpotInstanceInput!) {
    done: interruptSpotInstance(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const WithdrawSpotInterruption = graphql(`
  mutation WithdrawSpotInterruption($input: WithdrawSpotInterruptionInput!) {
    done: withdrawSpotInterruption(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const RecommendRebalance = graphql(`
  mutation RecommendRebalance($input: RecommendRebalanceInput!) {
    done: recommendRebalance(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const WithdrawRebalanceRecommendation = graphql(`
  mutation WithdrawRebalanceRecommendation($input: WithdrawRebalanceRecommendationInput!) {
    done: withdrawRebalanceRecommendation(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);

export const SetTargetLifecycleState = graphql(`
  mutation SetTargetLifecycleState($input: SetTargetLifecycleStateInput!) {
    done: setTargetLifecycleState(input: $input) {
      instance {
        ...InstanceEvents
      }
    }
  }
`);
