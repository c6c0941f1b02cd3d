/* Threads that measure one job at a time while their owner looks after other things: it gives a job to an idle place
 * and finds its result there later. */
#ifndef NW_JOBS_CREW_H
#define NW_JOBS_CREW_H

#include "jobs/work.h"

typedef enum nw_crew_state { NW_CREW_IDLE, NW_CREW_BUSY, NW_CREW_READY } nw_crew_state;

typedef struct nw_crew nw_crew;

/* At least one thread, or NW_IO_FAILURE.  Study and options are kept by the caller. */
nw_status nw_crew_start(nw_crew **crew, size_t threads, const nw_study *study, const nw_jobs_options *options,
                        nw_error *error);
size_t nw_crew_places(const nw_crew *crew);
nw_crew_state nw_crew_look(nw_crew *crew, size_t place);
/* To an idle place. */
void nw_crew_give(nw_crew *crew, size_t place, size_t number);
/* From a place that is ready, which is then idle; done->text is the caller's. */
size_t nw_crew_fetch(nw_crew *crew, size_t place, nw_work_done *done);
/* Waits for the threads; what is in flight is measured to its end unless *stop is set, and thrown away. */
void nw_crew_end(nw_crew *crew);

#endif
