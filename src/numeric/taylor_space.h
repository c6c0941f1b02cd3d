/* What a space holds. */
#ifndef NW_NUMERIC_TAYLOR_SPACE_H
#define NW_NUMERIC_TAYLOR_SPACE_H

#include "numeric/taylor_ball.h"

struct nw_space {
    nw_arithmetic arithmetic;
    nw_terms terms;
    nw_frame frame;
    size_t count, room; /* registers in use; in the array, all of which are initialised */
    nw_model *models;
    nw_ball_model *balls;
    nw_ball_work work;
};

#endif
