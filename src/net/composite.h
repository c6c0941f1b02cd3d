/* The ways in which a primary network depends on a task I, as one function of (x, I) on [-1,1]^(m1+m2), inputs ordered
 * x_1 .. x_m1, I_1 .. I_m2:
 *
 *   plain         N(x, I)        a network with m1 + m2 inputs; also q(x, e(I)) with e(I) = I
 *   embedding     q(x, e(I))     e: m2 -> k, q: m1 + k -> 1, the embedding behind x
 *   hypernetwork  g(x; f(I))     f: m2 -> N_g outputs, the whole parameter vector of g: m1 -> 1 in the order of
 *                                net/network.h; or those parameters alone that depend on I, the others being g's own
 */
#ifndef NW_NET_COMPOSITE_H
#define NW_NET_COMPOSITE_H

#include "net/network.h"

typedef enum nw_composite_form { NW_PLAIN, NW_EMBEDDING, NW_HYPERNETWORK, NW_FORM_COUNT } nw_composite_form;

extern const char *const nw_form_words[NW_FORM_COUNT + 1]; /* "plain", "embedding", "hypernetwork", NULL */

typedef struct nw_composite {
    nw_composite_form form;
    size_t m1, m2;
    nw_network *primary; /* N, q or g; of g the parameters that f produces are zero here */
    nw_network *task;    /* e or f; NULL for plain */
    size_t *fed;         /* output i of f is parameter fed[i] of g, rising strictly, task->outputs of them; NULL: all */
} nw_composite;

/* Takes the networks over.  NW_BAD_INPUT where the shapes do not fit; then the networks are freed too. */
nw_status nw_composite_new(nw_composite **composite, nw_composite_form form, size_t m1, size_t m2, nw_network *primary,
                           nw_network *task, nw_error *error);
/* A hypernetwork whose f produces the parameters fed[0..count-1] of g alone, count the outputs of f.  Takes networks
 * and fed over; NW_BAD_INPUT as above, or where fed does not rise or leaves g. */
nw_status nw_composite_new_fed(nw_composite **composite, size_t m1, size_t m2, nw_network *g, nw_network *f,
                               size_t *fed, nw_error *error);
void nw_composite_free(nw_composite *composite);

/* Puts the outputs of f, those of one task, among g's parameters, which hold those of g's own already. */
void nw_composite_feed(double *parameters, const nw_composite *composite, const double *outputs);

/* y[i] at count points x[i * (m1 + m2) + a], in double: an estimate. */
void nw_composite_values(const nw_composite *composite, size_t count, const double *x, double *y);

#endif
