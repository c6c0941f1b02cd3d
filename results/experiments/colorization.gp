# nwidth 0.1.0: nwidth plot experiment colorization.db --output colorization.gp
$panel1_1 << END
# best constant: k (layers of f and e)  error
2 0.04296084486
3 0.04296084486
5 0.04296084486
7 0.04296084486
END
$panel1_2 << END
# without I, estimated: k (layers of f and e)  error
2 0.03676068682
3 0.03676068682
5 0.03676068682
7 0.03676068682
END
$panel1_3 << END
# linear, least squares: k (layers of f and e)  error
2 0.02096319336
3 0.02096319336
5 0.02096319336
7 0.02096319336
END
$panel1_4 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.01688613991 0.01671912993 0.01705314988
3 0.01794439602 0.01775737793 0.01813141411
5 0.0202596929 0.02009854623 0.02042083957
7 0.02070506134 0.02052351268 0.02088660999
END
$panel1_5 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.02052969747 0.02031692693 0.02074246801
3 0.02055856466 0.02040986318 0.02070726613
5 0.0205650374 0.02041168965 0.02071838514
7 0.03604919892 0.03555592469 0.03654247315
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.10000
set rmargin at screen 0.67000
set bmargin at screen 0.25182
set tmargin at screen 0.88421
unset logscale
unset label
unset arrow
set title "colorization (Figure 6): test MSE by k\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [1.8:7.2]
set yrange [0.01514462704:0.04453534776]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7) noenhanced font ',10'
set ytics ("0.02" 0.02, "0.025" 0.025, "0.03" 0.03, "0.035" 0.035, "0.04" 0.04) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9464 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 7, 0.04296084486 to graph 1.032, graph 0.9464 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.7733 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 7, 0.03676068682 to graph 1.032, graph 0.7733 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.2512 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 7, 0.02096319336 to graph 1.032, graph 0.2512 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.1892 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 7, 0.02070506134 to graph 1.032, graph 0.1892 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.7113 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 7, 0.03604919892 to graph 1.032, graph 0.7113 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 500 test samples, bars: sample standard deviation. Lines: baselines, estimates too:\nconstant, the best one; linear, in (x, I), by least squares on the training samples; without I: mean colour of each place over\n5000 training images. Images drawn by nwidth, not the paper's." at screen 0.024, screen 0.08891 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
