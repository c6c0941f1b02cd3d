/* A certificate as read: plain numbers and words, nothing interpreted beyond its form. */
#ifndef NW_VERIFY_STATEMENT_H
#define NW_VERIFY_STATEMENT_H

#include <stdbool.h>

#include "verify/formula.h"
#include "verify/monomials.h"
#include "verify/plain_network.h"

/* What the network depends on a task I = x_(m1+1) .. by. */
typedef enum nw_claim_form {
    NW_CLAIM_PLAIN,        /* network(x, I) */
    NW_CLAIM_EMBEDDING,    /* network(x, task(I)) */
    NW_CLAIM_HYPERNETWORK, /* network(x) with the parameters task(I), or with these in place of some */
    NW_CLAIM_FORM_COUNT
} nw_claim_form;

typedef enum nw_subject_family {
    NW_SUBJECT_BUMP,
    NW_SUBJECT_STEP,
    NW_SUBJECT_TRIG,
    NW_SUBJECT_TANHNET,
    NW_SUBJECT_PRODUCT,
    NW_SUBJECT_INNER,
    NW_SUBJECT_EXPR,
    NW_SUBJECT_COUNT
} nw_subject_family;

/* coefficient * f(slope . v + offset); slopes count pi times for trig. */
typedef struct nw_plain_ridge {
    bool cosine; /* else tanh */
    double coefficient, offset, slope[NW_VERIFY_AXES];
} nw_plain_ridge;

typedef struct nw_subject {
    nw_subject_family family;
    int order, inputs, m1;
    double amplitude;
    long scale;
    char *signs;
    size_t term_count;
    nw_plain_ridge *terms; /* product: two a term, the one of x first */
    nw_plain_network network;
    nw_formula *formula;
} nw_subject;

typedef struct nw_plain_tree {
    double *cuts[NW_VERIFY_AXES];
    size_t cut_count[NW_VERIFY_AXES];
    size_t boxes;         /* as the file says */
    unsigned char *bytes; /* the symbols, packed */
    size_t byte_count;
} nw_plain_tree;

typedef struct nw_statement {
    int inputs;
    double low[NW_VERIFY_AXES], high[NW_VERIFY_AXES]; /* the box that the claim is about */
    double lower, upper, witness[NW_VERIFY_AXES];
    nw_claim_form form;
    int m1;
    nw_plain_network network, task; /* task: not of a plain one */
    size_t *fed; /* of a hypernetwork: output i of task is parameter fed[i], rising; NULL: all, network is a shape */
    nw_subject subject;
    nw_plain_tree tree;
} nw_statement;

nw_status nw_statement_read(nw_statement *stated, json_t *document, const char *file, nw_error *error);
void nw_statement_clear(nw_statement *stated);

/* form, m1, network, task and fed of a composite. */
nw_status nw_composite_claim_read(nw_statement *stated, json_t *object, nw_json_place place, nw_error *error);
nw_status nw_subject_read(nw_subject *subject, json_t *object, nw_json_place place, nw_error *error);
void nw_subject_clear(nw_subject *subject);

/* Whether the checksum in the document is that of its content; *missing: there is none. */
bool nw_checksum_fits(json_t *document, bool *missing);
/* RFC 4648 with padding, strictly; false when it is not that.  The caller frees. */
bool nw_base64_decode(unsigned char **bytes, size_t *count, const char *text);

#endif
