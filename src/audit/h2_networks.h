/* The networks of H2, as files and certificates know them.  Weights are powers of two: the network is exactly the one
 * meant. */
#ifndef NW_AUDIT_H2_NETWORKS_H
#define NW_AUDIT_H2_NETWORKS_H

#include "certify/certify.h"

typedef struct nw_h2_case {
    nw_activation activation;
    const char *target; /* c s'(x) as a target, with c a power of two for which its norm in W(1,1) is at most 1 */
    double factor;      /* c */
} nw_h2_case;

enum { NW_H2_CASES = 3 };
extern const nw_h2_case nw_h2_cases[NW_H2_CASES]; /* tanh, logistic, arctan */

/* c (s(x + h) - s(x - h))/(2h), h = 2^-place: two units and no output bias.  The caller frees. */
nw_network *nw_h2_quotient(const nw_h2_case *c, int place);

/* (1/2) s(s(..s(h x)))/h with `depth` layers of one unit, for tanh and arctan; for logistic the same function as for
 * tanh, by tanh z = 2 s(2z) - 1 and an output bias.  The caller frees. */
nw_network *nw_h2_chain(const nw_h2_case *c, int depth, int place);
#define NW_H2_CHAIN_TARGET "expr:r=1,amplitude=0.5:x1"

/* Certifies network against target; with `save` (a folder) writes <save>/<name>.net.json and
 * <save>/<name>.cert.json. */
nw_status nw_h2_certify(nw_enclosure *enclosure, const nw_network *network, const char *target, const char *save,
                        const char *name, const volatile bool *stop, nw_error *error);

/* sum |weights| of the last layer. */
double nw_h2_output_weight(const nw_network *network);

#endif
