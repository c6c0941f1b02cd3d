/* A space holds its registers in one array, which may move when registers are added: a pointer of nw_taylor_model is
 * valid until the next nw_taylor_registers. */
#include "numeric/taylor.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "numeric/taylor_model.h"
#include "numeric/taylor_space.h"

nw_space *nw_space_new(nw_arithmetic arithmetic, int inputs, slong prec)
{
    static const bool all[NW_MOST_INPUTS] = {true, true, true, true};
    return nw_space_new_along(arithmetic, inputs, all, prec);
}

nw_space *nw_space_new_along(nw_arithmetic arithmetic, int inputs, const bool *varies, slong prec)
{
    nw_space *space = nw_alloc(1, sizeof *space);
    int variables = 0;
    space->arithmetic = arithmetic;
    space->frame.inputs = inputs;
    for (int i = 0; i < inputs; i++)
        if (varies[i]) {
            space->frame.axis[variables++] = i;
            space->frame.half[i] = 1;
        }
    assert(variables > 0);
    nw_terms_fill(&space->terms, variables);
    if (arithmetic == NW_ARB)
        nw_ball_work_init(&space->work, prec);
    return space;
}

void nw_space_free(nw_space *space)
{
    if (space == NULL)
        return;
    if (space->arithmetic == NW_ARB) {
        for (size_t i = 0; i < space->room; i++)
            nw_ball_clear(space->balls + i, space->terms.start[4]);
        nw_ball_work_clear(&space->work);
    }
    free(space->models);
    free(space->balls);
    free(space);
}

void nw_space_box(nw_space *space, const double *centre, const double *half)
{
    memcpy(space->frame.centre, centre, (size_t)space->frame.inputs * sizeof *centre);
    memcpy(space->frame.half, half, (size_t)space->frame.inputs * sizeof *half);
}

int nw_space_inputs(const nw_space *space)
{
    return space->frame.inputs;
}

int nw_space_variables(const nw_space *space)
{
    return space->terms.inputs;
}

const double *nw_space_centre(const nw_space *space)
{
    return space->frame.centre;
}

const double *nw_space_half(const nw_space *space)
{
    return space->frame.half;
}

nw_register nw_taylor_registers(nw_space *space, size_t count)
{
    nw_register first = space->count;
    space->count += count;
    if (space->count > space->room) {
        size_t room = space->count > 2 * space->room ? space->count : 2 * space->room;
        if (space->arithmetic == NW_DOUBLE) {
            space->models = nw_grow(space->models, room, sizeof *space->models);
        } else {
            space->balls = nw_grow(space->balls, room, sizeof *space->balls);
            for (size_t i = space->room; i < room; i++)
                nw_ball_init(space->balls + i, space->terms.start[4]);
        }
        space->room = room;
    }
    for (size_t i = first; i < space->count; i++)
        nw_taylor_zero(space, i);
    return first;
}

size_t nw_taylor_mark(const nw_space *space)
{
    return space->count;
}

void nw_taylor_release(nw_space *space, size_t mark)
{
    if (mark < space->count)
        space->count = mark;
}

void nw_taylor_zero(nw_space *space, nw_register out)
{
    if (space->arithmetic == NW_DOUBLE) {
        nw_model *model = space->models + out;
        memset(model->c, 0, space->terms.start[4] * sizeof *model->c);
        model->remainder = model->rounding = 0;
    } else {
        nw_ball_zero(space->balls + out, &space->terms);
    }
}

void nw_taylor_double(nw_space *space, nw_register out, double value)
{
    nw_taylor_zero(space, out);
    if (space->arithmetic == NW_DOUBLE)
        space->models[out].c[0] = value;
    else
        arb_set_d(space->balls[out].c, value);
}

void nw_taylor_rational(nw_space *space, nw_register out, const fmpq_t value)
{
    nw_taylor_zero(space, out);
    if (space->arithmetic == NW_ARB) {
        arb_set_fmpq(space->balls[out].c, value, space->work.prec);
        return;
    }
    arb_t exact, nearest;
    arb_init(exact);
    arb_init(nearest);
    arb_set_fmpq(exact, value, 128);
    double c = arf_get_d(arb_midref(exact), ARF_RND_NEAR);
    space->models[out].c[0] = c;
    arb_set_d(nearest, c);
    arb_sub(exact, exact, nearest, 64);
    /* |value - c| is in the ball; infinite where the value is beyond the doubles. */
    mag_t error;
    mag_init(error);
    arb_get_mag(error, exact);
    space->models[out].rounding = mag_get_d(error); /* a mag has 30 bits: exact, but for an overflow or underflow */
    if (!mag_is_zero(error))
        space->models[out].rounding += NW_TINY;
    mag_clear(error);
    arb_clear(exact);
    arb_clear(nearest);
}

void nw_taylor_input(nw_space *space, nw_register out, int axis)
{
    const nw_frame *frame = &space->frame;
    nw_taylor_double(space, out, frame->centre[axis]);
    for (int v = 0; v < space->terms.inputs; v++) {
        if (frame->axis[v] != axis)
            continue;
        if (space->arithmetic == NW_DOUBLE)
            space->models[out].c[1 + v] = frame->half[axis];
        else
            arb_set_d(space->balls[out].c + 1 + v, frame->half[axis]);
    }
}

void nw_taylor_copy(nw_space *space, nw_register out, nw_register a)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_copy(space->models + out, space->models + a, &space->terms);
    else
        nw_ball_copy(space->balls + out, space->balls + a, &space->terms);
}

void nw_taylor_add(nw_space *space, nw_register out, nw_register a, nw_register b)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_add(space->models + out, space->models + a, space->models + b, &space->terms);
    else
        nw_ball_add(space->balls + out, space->balls + a, space->balls + b, &space->terms, space->work.prec);
}

void nw_taylor_subtract(nw_space *space, nw_register out, nw_register a, nw_register b)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_subtract(space->models + out, space->models + a, space->models + b, &space->terms);
    else
        nw_ball_subtract(space->balls + out, space->balls + a, space->balls + b, &space->terms, space->work.prec);
}

void nw_taylor_scale(nw_space *space, nw_register out, double factor, nw_register a)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_scale(space->models + out, factor, space->models + a, &space->terms);
    else
        nw_ball_scale(space->balls + out, factor, space->balls + a, &space->terms, space->work.prec);
}

void nw_taylor_add_scaled(nw_space *space, nw_register out, double factor, nw_register a)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_add_scaled(space->models + out, factor, space->models + a, &space->terms);
    else
        nw_ball_add_scaled(space->balls + out, factor, space->balls + a, &space->terms, &space->work);
}

void nw_taylor_multiply(nw_space *space, nw_register out, nw_register a, nw_register b)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_multiply(space->models + out, space->models + a, space->models + b, &space->terms);
    else
        nw_ball_multiply(space->balls + out, space->balls + a, space->balls + b, &space->terms, &space->work);
}

void nw_taylor_apply(nw_space *space, nw_register out, const nw_univariate *f, nw_register a)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_apply(space->models + out, f, space->models + a, &space->terms);
    else
        nw_ball_apply(space->balls + out, f, space->balls + a, &space->terms, &space->work);
}

void nw_taylor_ridge(nw_space *space, nw_register out, const nw_univariate *f, const double *slope, double offset)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_ridge(space->models + out, f, slope, offset, &space->frame, &space->terms);
    else
        nw_ball_ridge(space->balls + out, f, slope, offset, &space->frame, &space->terms, &space->work);
}

void nw_taylor_between(nw_space *space, nw_register out, double bound)
{
    double size = bound >= 0 ? bound : INFINITY; /* also for NaN */
    nw_taylor_zero(space, out);
    if (space->arithmetic == NW_DOUBLE)
        space->models[out].remainder = size;
    else
        mag_set_d(space->balls[out].remainder, size);
}

double nw_taylor_bound(const nw_space *space, nw_register a, double *rounding)
{
    if (space->arithmetic == NW_DOUBLE)
        return nw_model_bound(space->models + a, rounding, &space->terms);
    return nw_ball_bound(space->balls + a, rounding, &space->terms, space->work.prec);
}

void nw_taylor_range(const nw_space *space, nw_register a, double *lower, double *upper)
{
    if (space->arithmetic == NW_DOUBLE)
        nw_model_range(space->models + a, lower, upper, &space->terms);
    else
        nw_ball_range(space->balls + a, lower, upper, &space->terms, space->work.prec);
}

nw_model *nw_taylor_model(nw_space *space, nw_register a)
{
    return space->models + a;
}

void nw_taylor_centre(arb_t value, const nw_space *space, nw_register a)
{
    if (space->arithmetic == NW_DOUBLE) {
        const nw_model *model = space->models + a;
        double error = nw_raise(model->remainder + model->rounding);
        if (error < INFINITY && isfinite(model->c[0])) {
            mag_t radius;
            mag_init(radius);
            mag_set_d(radius, error);
            arb_set_d(value, model->c[0]);
            arb_add_error_mag(value, radius);
            mag_clear(radius);
        } else {
            arb_indeterminate(value);
        }
    } else {
        arb_set(value, space->balls[a].c);
        arb_add_error_mag(value, space->balls[a].remainder);
    }
}
