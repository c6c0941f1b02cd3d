/* The plan of the claim "consistency": lower bounds lie below upper bounds, numbers rise as eps falls, stated orders
 * hold. */
#ifndef NW_AUDIT_CONSISTENCY_H
#define NW_AUDIT_CONSISTENCY_H

#include "audit_plan.h"

extern const nw_audit_plan nw_consistency_plan;

#endif
