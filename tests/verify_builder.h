/* Certificates made by hand, for tests of the verifier: documents put together with Jansson, a tree in which every cell
 * is one leaf, and a third evaluation of the error, in long double. */
#ifndef VERIFY_BUILDER_H
#define VERIFY_BUILDER_H

#include "check_common.h"

#include <jansson.h>

#include "verify/statement.h"

/* A formula and what it means. */
typedef struct vb_formula {
    const char *text;
    int m1, m2;
    long double (*value)(const double *x);
} vb_formula;

extern const vb_formula vb_formulas[];
extern const size_t vb_formula_count;

/* A network file with random weights: first layer of about `scale`, outputs of about 1/width. */
json_t *vb_network(gsl_rng *rng, int inputs, int outputs, int hidden_layers, int width, const char *activation,
                   double scale, bool output_bias);

/* A composite file with m1 = m2 = 1: "plain", "embedding" or "hypernetwork". */
json_t *vb_composite(gsl_rng *rng, const char *form, int hidden_layers, const char *activation);

/* Definitions of targets. */
json_t *vb_grid(gsl_rng *rng, const char *family, int order, int inputs, int scale, double amplitude);
json_t *vb_trig(gsl_rng *rng, int inputs, int terms, int degree, double amplitude);
json_t *vb_product(gsl_rng *rng, int m1, int m2, int terms, double amplitude);
json_t *vb_with_network(const char *family, int m1, int m2, json_t *network, double amplitude);
json_t *vb_expr(const vb_formula *formula, double amplitude);

/* The error N - y at a point in long double; formula: what the formula means, NULL for other families. */
long double vb_error(const nw_statement *stated, const vb_formula *formula, const double *x);

/* max |N - y| over the domain by sampling and climbing: a lower bound of it, up to rounding. */
long double vb_sup(double *where, const nw_statement *stated, const vb_formula *formula, size_t samples);

/* A whole certificate: upper = slack * sampled sup, lower a little below the best sample; cuts at the cells of a grid
 * target where with_cuts.  `network` may be a composite.  Takes both over. */
json_t *vb_certificate(json_t *network, json_t *target, const vb_formula *formula, double slack, bool with_cuts);

/* Writes "checksum" as it must be. */
void vb_seal(json_t *document);
/* Reads a document into *stated; fails the test when it cannot be read. */
void vb_read(nw_statement *stated, json_t *document);
/* Writes a document to a file. */
void vb_save(const json_t *document, const char *file);
/* A name for a file of this process in the directory for temporary files. */
const char *vb_file(void);

#endif
