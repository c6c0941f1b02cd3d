/* Formulas of expr targets: a tree of nodes, and its forms. */
#ifndef NW_VERIFY_FORMULA_H
#define NW_VERIFY_FORMULA_H

#include "base/error.h"
#include "verify/centred.h"

typedef struct nw_formula nw_formula;

/* NW_BAD_INPUT where the text is no formula, or uses an input beyond m1 or m2; `name` begins the message. */
nw_status nw_formula_read(nw_formula **formula, const char *text, int m1, int m2, const char *name, nw_error *error);
void nw_formula_free(nw_formula *formula);
void nw_formula_form(const nw_formula *formula, nw_domain *domain, nw_centred *out);

#endif
