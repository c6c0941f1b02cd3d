/* Activations as functions with all their derivatives: a few smooth pieces, each known by its Taylor coefficients in
 * balls.  The claims about single units (theory.md section 8, H1, H2 and H4) take everything from here. */
#ifndef NW_AUDIT_UNITS_H
#define NW_AUDIT_UNITS_H

#include <stdbool.h>

#include "base/arb_compat.h"

/* jet[i], i < length, encloses f^(i)(u)/i! for every u in the ball t; not finite where f has no such derivatives. */
typedef void (*nw_jet)(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec);

typedef struct nw_smooth {
    nw_jet jet;
    const void *data; /* handed to jet */
} nw_smooth;

typedef struct nw_unit_piece {
    nw_jet jet;       /* with data NULL */
    double low, high; /* where it is used: -INFINITY, INFINITY or a break */
} nw_unit_piece;

enum { NW_UNIT_PIECES = 3 };

typedef struct nw_unit {
    const char *name;
    int pieces;
    nw_unit_piece piece[NW_UNIT_PIECES]; /* from left to right, each begins where the last ends */
    int smoothness; /* how many continuous derivatives it has at its breaks: 0 kinks, 1 for yarotsky's joints */
} nw_unit;

/* tanh t; 1/(1 + e^-t); arctan t; min(max(t, 0), 1); max(t, 0); and the sigmoidal function of Yarotsky 2021,
 *     -1/t for t <= -1,  (t arcsin t + sqrt(1 - t^2))/pi + 3t/2 + 2 for |t| <= 1,  7 - 3/t + sin(pi t)/(pi t^2)
 * beyond. */
extern const nw_unit nw_unit_tanh, nw_unit_logistic, nw_unit_arctan, nw_unit_crelu, nw_unit_relu, nw_unit_yarotsky;

/* The value at an exact point. */
void nw_unit_value(arb_t value, const nw_unit *unit, const arb_t t, slong prec);

/* Whether a break lies strictly between the two, so that the unit is smooth there only to its order. */
bool nw_unit_breaks_within(const nw_unit *unit, double low, double high);

/* sup = an enclosure of max |f^(order)| over [low, high] (both finite, low < high), about 2^-bits of it wide; where the
 * interval reaches over a break, of the supremum over the pieces. */
void nw_unit_sup(arb_t sup, const nw_unit *unit, slong order, double low, double high, slong bits, slong prec);

#endif
