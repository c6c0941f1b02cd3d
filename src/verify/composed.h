/* Networks that depend on a task, by forms: q(x, e(I)) and g(x; f(I)). */
#ifndef NW_VERIFY_COMPOSED_H
#define NW_VERIFY_COMPOSED_H

#include "verify/layered.h"

typedef struct nw_composed {
    const nw_statement *stated;
    nw_layered task;
    nw_layered primary;     /* of an embedding */
    nw_centred **forms;     /* room for x, the task's outputs and the primary's units */
    nw_centred **parameter; /* of g, each NULL or the task's output that it is */
} nw_composed;

/* Of a statement that is not plain. */
void nw_composed_init(nw_composed *composed, const nw_statement *stated, const nw_domain *domain);
void nw_composed_clear(nw_composed *composed);
void nw_composed_form(nw_composed *composed, nw_domain *domain, nw_centred *out);

#endif
