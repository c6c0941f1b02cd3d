/* Claims about the theory that a machine checks: what `nwidth audit` runs.  A claim is constant data with a function
 * that computes its evidence afresh; adding one is one file and one line in claims.c. */
#ifndef NW_AUDIT_CLAIM_H
#define NW_AUDIT_CLAIM_H

#include "audit_grid.h"
#include "base/error.h"
#include "context.h"
#include "evidence.h"

/* A constant that the claim states, as exact text.  Its check reads it from here and from nowhere else, so that a test
 * can put `altered` in its place and see the claim refuted. */
typedef struct nw_claim_constant {
    const char *name;    /* "error"; NULL ends the list */
    const char *value;   /* "1/2" */
    const char *altered; /* a value with which the claim is false: "49/100" */
    const char *meaning; /* "the distance of x^2 from the class" */
} nw_claim_constant;

typedef struct nw_claim nw_claim;

/* How a claim is to be checked. */
typedef struct nw_audit_run {
    const nw_audit_grid *given; /* settings of the user on the claim's axes; others take the claim's own values */
    nw_context *context;
    bool quick;         /* fewer values and smaller samples; any claim then takes well under a minute */
    unsigned long seed; /* of random samples */
    const char *save;   /* an existing folder for networks and certificates; NULL: nothing is written */
    const char *altered_name, *altered_value; /* tests: this constant has that value; NULL: none */
    const volatile bool *stop;                /* may be NULL */
} nw_audit_run;

struct nw_claim {
    const char *id;        /* "H2" */
    const char *title;     /* one line */
    const char *statement; /* what is claimed; a paragraph */
    const char *method;    /* how it is checked, the proof where there is one; paragraphs */
    const nw_param *axes;  /* settings whose values may be given; ended by NW_PARAM_COUNT */
    const nw_claim_constant *constants; /* ended by name NULL */
    /* Fills fresh evidence, with nw_evidence_conclude at its end.  An error (a file that cannot be written) is no
     * verdict; once *stop, what was begun may be left undecided. */
    nw_status (*check)(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error);
};

const nw_claim *nw_claim_at(size_t index);     /* NULL past the end */
const nw_claim *nw_claim_find(const char *id); /* NULL when there is none; "h2" finds H2 */
const char *nw_claim_suggest(const char *misspelt);
bool nw_claim_takes(const nw_claim *claim, nw_param param);

/* The value of a constant in this run: as it is written, and exactly.  The claim lists it and the text is a number. */
const char *nw_claim_constant_text(const nw_claim *claim, const nw_audit_run *run, const char *name);
void nw_claim_constant_get(fmpq_t value, const nw_claim *claim, const nw_audit_run *run, const char *name);

extern const nw_claim nw_claim_consistency, nw_claim_witnesses, nw_claim_h1, nw_claim_h2, nw_claim_h3, nw_claim_h4,
    nw_claim_h5, nw_claim_h6, nw_claim_h7, nw_claim_h8, nw_claim_h9, nw_claim_h10;

#endif
