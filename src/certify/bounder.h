/* Bounds of |N - y| on boxes and at points: the error's Taylor model, in double for eight boxes at a time, in Arb where
 * asked. */
#ifndef NW_CERTIFY_BOUNDER_H
#define NW_CERTIFY_BOUNDER_H

#include "certify/ridge_sum.h"
#include "net/composite.h"
#include "target/target.h"

typedef struct nw_box {
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
} nw_box;

/* The midpoint where a box is halved, fl((low + high)/2); `axis` can be halved when it lies strictly inside. */
static inline double nw_box_middle(const nw_box *box, int axis)
{
    return 0.5 * (box->low[axis] + box->high[axis]);
}

/* What is known of the error on a box. */
typedef struct nw_bounded {
    double bound;                 /* proven: |N - y| <= bound there; INFINITY when nothing is known */
    double rounding;              /* the part of it that only more precision would shrink */
    double pull[NW_MOST_INPUTS];  /* not bounds: by how much a cut of each axis would help */
    double peak;                  /* an estimate of |N - y| at `point`; 0 when it is not worth a look */
    double point[NW_MOST_INPUTS]; /* in the box */
} nw_bounded;

typedef struct nw_bounder nw_bounder;

/* Boxes and points must lie in the region. */
nw_bounder *nw_bounder_new(const nw_composite *composite, const nw_target *target, const nw_region *region);
void nw_bounder_free(nw_bounder *bounder);

/* In double, for count <= NW_BOX_LANES boxes.  Peaks below `worth` need not be found. */
void nw_bounder_boxes(nw_bounder *bounder, nw_bounded *bounded, const nw_box *boxes, size_t count, double worth);

/* The bound alone, in Arb with that many bits. */
double nw_bounder_exactly(nw_bounder *bounder, const nw_box *box, slong prec, double *rounding);

/* Proven lower and upper bounds of |N - y| at points, in double. */
void nw_bounder_points(nw_bounder *bounder, double *lower, double *upper, const double (*points)[NW_MOST_INPUTS],
                       size_t count);
/* The same for one point, in Arb. */
void nw_bounder_point_exactly(nw_bounder *bounder, double *lower, double *upper, const double *point, slong prec);

#endif
