/* One row of H10: the mcshane network as an embedding method at one eps, built, counted and certified. */
#ifndef NW_AUDIT_H10_ROW_H
#define NW_AUDIT_H10_ROW_H

#include "audit/claim.h"
#include "net/composite.h"

typedef struct nw_embedding_row {
    size_t m1, centres, k;         /* eps = 1/centres; k = centres^m1; m2 = 1 */
    size_t sparse, dense, primary; /* N_q by connections and densely; N_g of the card mcshane */
    char *theorem4;                /* N_g of the card thm4, constructive */
    char *theorem3, *theorem3_unit; /* of the card thm3 with feasible l2 and with l2 = 1 */
    nw_outcome certified;          /* whether the error is at most eps */
    double error;                  /* proven to be no larger; INFINITY where nothing is */
    double largest_weight;         /* of q, biases aside */
    double complexity_q, complexity_e;
} nw_embedding_row;

/* With --save writes h10-m1-M1-eps-1-P.json, the composite, and .cert.json, the certificate. */
nw_status nw_embedding_run(nw_embedding_row *row, size_t m1, size_t centres, const nw_audit_run *run, nw_error *error);
void nw_embedding_row_clear(nw_embedding_row *row);
/* The largest weight, exactly. */
void nw_embedding_weight(fmpq_t weight, const nw_embedding_row *row);

#endif
